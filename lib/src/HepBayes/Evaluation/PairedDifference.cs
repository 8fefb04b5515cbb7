namespace HepBayes.Evaluation;

/// <summary>The difference of a figure between two scores of the same rows, and how sure its sign is.</summary>
/// <param name="First">The figure of the first score.</param>
/// <param name="Second">The figure of the second score.</param>
/// <param name="Difference">First minus second, with its interval; it knows that both were taken on the same rows.</param>
/// <param name="PValue">The two-sided probability of a difference at least as large between scores that are equally good.</param>
public sealed record PairedDifference(double First, double Second, Interval Difference, double PValue)
{
    /// <summary>Difference with interval and p-value.</summary>
    public override string ToString() => FormattableString.Invariant($"{Difference}, p = {PValue:G2}");
}
