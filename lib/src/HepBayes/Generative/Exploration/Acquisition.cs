namespace HepBayes.Generative.Exploration;

/// <summary>The usual strategies.</summary>
public static class Acquisition
{
    /// <summary>Any points, each equally likely: what every other strategy is compared with.</summary>
    public static IAcquisition Random() => new RandomAcquisition();

    /// <summary>The points about which the networks disagree most: the largest sd of the probability.</summary>
    public static IAcquisition Uncertainty() => new ScoreAcquisition("uncertainty", p => p.StandardDeviation, needsWanted: false);

    /// <summary>The points that are most likely wanted: greedy.</summary>
    public static IAcquisition Probability() => new ScoreAcquisition("probability", p => p.Mean, needsWanted: true);

    /// <summary>
    /// The points nearest to the border of the region, by the straddle score kappa sd - |p - 1/2| (Bryan et al., NIPS 18 (2005)), with the mean p and
    /// the sd of the probability.
    /// </summary>
    /// <param name="kappa">How much disagreement counts, at least 0; 0 for probabilities near 1/2 only.</param>
    public static IAcquisition Contour(double kappa = 1.96)
    {
        if (!(kappa >= 0 && double.IsFinite(kappa)))
            throw new ArgumentOutOfRangeException(nameof(kappa), kappa, "Kappa is a finite number, at least 0.");
        return new ScoreAcquisition(
            FormattableString.Invariant($"contour, kappa {kappa}"),
            p => [.. p.Mean.Select((mean, i) => (kappa * p.StandardDeviation[i]) - Math.Abs(mean - 0.5))],
            needsWanted: true);
    }

    /// <summary>
    /// In a pool, the points where a flow that was trained on the wanted points has its largest density; in a box, points drawn from that flow. A fifth of the wanted
    /// points decides when its training stops. Needs no surrogate.
    /// </summary>
    /// <param name="ranges">Name and range of every parameter, for example <see cref="ParameterBox.Ranges"/>.</param>
    /// <exception cref="ArgumentException">There are no ranges.</exception>
    public static IAcquisition FlowGuided(IReadOnlyList<(string Name, double Low, double High)> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        if (ranges.Count == 0)
            throw new ArgumentException("Give the range of every parameter.", nameof(ranges));
        return new FlowAcquisition([.. ranges]);
    }
}
