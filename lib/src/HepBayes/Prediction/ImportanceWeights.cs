namespace HepBayes.Prediction;

/// <summary>
/// Weights that turn draws from one posterior into draws from another, Pareto-smoothed (Vehtari, Simpson, Gelman, Yao,
/// Gabry, arXiv 1507.02646), and what tells whether to trust them.
/// </summary>
public sealed class ImportanceWeights
{
    private readonly double[] logWeights;
    private readonly double[] normalised;

    private ImportanceWeights(double[] logWeights, double paretoK)
    {
        this.logWeights = logWeights;
        normalised = Array.ConvertAll(logWeights, Math.Exp);
        ParetoK = paretoK;
    }

    /// <summary>Logarithms of the smoothed weights, which sum to 1; chain after chain.</summary>
    public IReadOnlyList<double> LogWeights => logWeights;

    /// <summary>The smoothed weights, which sum to 1; chain after chain.</summary>
    public IReadOnlyList<double> Normalised => normalised;

    /// <summary>Effective number of draws, (sum w)^2 / sum w^2: independent draws of the new posterior that the weighted ones are worth if the draws themselves are independent.</summary>
    public double Ess => 1 / normalised.Sum(w => w * w);

    /// <summary><see cref="Ess"/> over the number of draws: 1 if both posteriors are the same.</summary>
    public double RelativeEfficiency => Ess / normalised.Length;

    /// <summary>
    /// Shape k of the tail of the ratios: they have a finite variance for k &lt; 1/2 and a finite mean for k &lt; 1. Minus
    /// infinity if all ratios are equal, infinity if no tail could be fitted (fewer than 25 draws, or ties).
    /// </summary>
    public double ParetoK { get; }

    /// <summary>The largest trustworthy <see cref="ParetoK"/> for so many draws, min(1 - 1/log10 S, 0.7) (arXiv 1507.02646, section 3.2.4).</summary>
    public double ParetoKLimit => Math.Min(1 - (1 / Math.Log10(normalised.Length)), 0.7);

    /// <summary>Whether <see cref="ParetoK"/> is within its limit. If not, sample the new posterior instead.</summary>
    public bool Reliable => ParetoK <= ParetoKLimit;

    /// <summary>Smooths and normalises ratios.</summary>
    /// <param name="logRatios">log (new density / old density) of each draw, up to a constant; minus infinity for a draw that the new density excludes.</param>
    /// <param name="efficiency">Effective draws over draws of the ratios: below 1 for correlated chains; 1 for independent draws.</param>
    /// <exception cref="ArgumentException">No ratio, a ratio that is NaN or plus infinity, or none above zero.</exception>
    public static ImportanceWeights Of(IReadOnlyList<double> logRatios, double efficiency = 1)
    {
        ArgumentNullException.ThrowIfNull(logRatios);
        if (!(efficiency > 0 && double.IsFinite(efficiency)))
            throw new ArgumentOutOfRangeException(nameof(efficiency), efficiency, "The efficiency must be a positive number.");
        var logs = logRatios.ToArray();
        var bad = Array.FindIndex(logs, x => double.IsNaN(x) || double.IsPositiveInfinity(x));
        if (bad >= 0)
            throw new ArgumentException($"The log ratio of draw {bad} is {logs[bad]}; the old density must be positive where the draws are.", nameof(logRatios));
        if (!logs.Any(double.IsFinite))
            throw new ArgumentException("No draw is possible under the new density; sample it instead.", nameof(logRatios));
        var k = ParetoSmoothing.Apply(logs, efficiency);
        var total = LogSum.Of(logs);
        return new ImportanceWeights(Array.ConvertAll(logs, x => x - total), k);
    }

    /// <summary>Weights that are known rather than estimated from ratios, so there is no tail to smooth.</summary>
    /// <param name="weights">One for each network, not negative, with a positive sum.</param>
    internal static ImportanceWeights Known(IReadOnlyList<double> weights)
    {
        var total = weights.Sum();
        return new ImportanceWeights([.. weights.Select(w => Math.Log(w / total))], double.NegativeInfinity);
    }

    /// <summary>Number of draws, their effective number, and k with what to think of it.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{normalised.Length} draws, ESS {Ess:F1}, Pareto k {ParetoK:F2} ({(Reliable ? "good" : $"above {ParetoKLimit:F2}: do not trust the weights")})");

    /// <summary>The weight of each draw when every network makes several.</summary>
    internal double[] ForDraws(int networks, int perNetwork)
    {
        if (networks != normalised.Length)
            throw new ArgumentException($"{normalised.Length} weights for {networks} networks; reweight and predict with the same 'every'.");
        return perNetwork == 1 ? normalised : [.. normalised.SelectMany(w => Enumerable.Repeat(w / perNetwork, perNetwork))];
    }
}
