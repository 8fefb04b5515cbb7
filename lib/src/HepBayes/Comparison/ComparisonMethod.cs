namespace HepBayes.Comparison;

/// <summary>A way to predict with uncertainty: a sampler or a baseline.</summary>
/// <param name="Name">Name, as it stands in tables and files.</param>
/// <param name="Assumes">In a few words, what it is exact for, or what it assumes.</param>
/// <param name="Fit">Makes predictions for a case; throws <see cref="ArithmeticException"/> or <see cref="InvalidOperationException"/> where it fails.</param>
public sealed record ComparisonMethod(string Name, string Assumes, Func<ComparisonCase, ComparisonFit> Fit)
{
    /// <summary>Why the method makes no sense for a problem; null where it does.</summary>
    public Func<ComparisonProblem, string?> LeftOut { get; init; } = _ => null;
}
