using HepBayes.Evaluation;

namespace HepBayes.Physics;

/// <summary>What a pre-screened generation cost and brought.</summary>
/// <param name="Candidates">Points that the classifier looked at.</param>
/// <param name="Calls">Points that it found worth the slow code, and that were computed.</param>
/// <param name="Valid">Computed points that turned out to be valid.</param>
public sealed record PrescreeningCost(long Candidates, long Calls, long Valid)
{
    /// <summary>Points that were never computed.</summary>
    public long Saved => Candidates - Calls;

    /// <summary>The share of the candidates that was never computed, with its exact binomial interval of 95 %.</summary>
    public Interval SavedShare => BinomialInterval.ClopperPearson(Saved, Candidates);

    /// <summary>The share of valid points among the computed ones, with its exact binomial interval of 95 %.</summary>
    public Interval ValidShare => BinomialInterval.ClopperPearson(Valid, Calls);

    /// <summary>The sum of two costs.</summary>
    /// <param name="other">The other cost.</param>
    public PrescreeningCost Plus(PrescreeningCost other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new PrescreeningCost(Candidates + other.Candidates, Calls + other.Calls, Valid + other.Valid);
    }
}
