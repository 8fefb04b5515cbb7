namespace HepBayes.Comparison;

/// <summary>What all methods of a comparison have in common.</summary>
public sealed record ComparisonSettings
{
    /// <summary>Number of chains of each sampler.</summary>
    public const int Chains = 4;

    /// <summary>Networks that are trained for each seed: the largest ensemble; samplers start from the first ones.</summary>
    public const int Members = 10;

    /// <summary>Gradients over all training rows that a chain may take, warm-up included, at least 100; null for each problem's own number.</summary>
    public int? Gradients { get; init; }

    /// <summary>The long run that others are measured by takes so many times the gradients, at least 1; 0 for no such run and no distances.</summary>
    public int GoldFactor { get; init; } = 4;

    /// <summary>Refuses settings that make no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    internal void Check()
    {
        if (Gradients is < 100)
            throw new ArgumentOutOfRangeException(nameof(Gradients), Gradients, "Fewer than 100 gradients a chain leave nothing for draws.");
        ArgumentOutOfRangeException.ThrowIfNegative(GoldFactor);
    }
}
