using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Prediction;

/// <summary>
/// Weights for chains that stay in modes of their own, chosen so that the weighted mixture of the chains' predictive
/// distributions scores best on rows that trained nothing (Yao, Vehtari, Gelman, <i>Stacking for non-mixing Bayesian
/// computations</i>, JMLR 23 (2022) 79): they maximise the mean over rows of log sum_c w_c p_c(target). Equal weights count
/// a chain by the accident of where it started; its share of the posterior cannot be known from chains that do not mix.
/// </summary>
/// <remarks>
/// The result is a predictive mixture, not the posterior. Judge it on rows that neither trained nor weighted it. The function
/// is concave; it is climbed by expectation-maximisation until no weights can have a mean score higher by 1e-6.
/// </remarks>
public sealed class ChainStacking
{
    private const double Tolerance = 1e-6;
    private const int MaximumSteps = 100_000;

    private readonly ImportanceWeights networks;

    private ChainStacking(double[] chains, int perChain, LogScore score, LogScore equal)
    {
        (Chains, Score, EqualScore) = (chains, score, equal);
        networks = ImportanceWeights.Known([.. chains.SelectMany(w => Enumerable.Repeat(w, perChain))]);
    }

    /// <summary>The weight of each chain; they sum to 1.</summary>
    public IReadOnlyList<double> Chains { get; }

    /// <summary>Log predictive density of the rows that chose the weights: too good by as much as the weights were fitted.</summary>
    public LogScore Score { get; }

    /// <summary>The same with equal weights.</summary>
    public LogScore EqualScore { get; }

    /// <summary>The weights for the statistics of any predictions by the same networks (the same run and the same <c>every</c>).</summary>
    public ImportanceWeights Weights => networks;

    /// <summary>Chooses weights for the joint density of all targets of a row.</summary>
    /// <param name="predictive">Predictions of rows that trained nothing.</param>
    /// <param name="targets">Their targets, [rows, target columns].</param>
    /// <exception cref="ArgumentException">One chain only, the number of targets does not fit, a target is not finite, or a row is impossible for every chain.</exception>
    public static ChainStacking Fit(PosteriorPredictive predictive, float[] targets)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        predictive.CheckTargets(targets);
        return Fit(predictive, row => predictive.LogLikelihoods(row, targets));
    }

    /// <summary>Chooses weights for one target of several; each target may prefer other chains.</summary>
    /// <param name="predictive">Predictions of rows that trained nothing, by a network whose noise is independent from target to target.</param>
    /// <param name="targets">That target of each row.</param>
    /// <param name="output">Which target, from 0.</param>
    /// <exception cref="ArgumentException">As above, or the likelihood has no density for a single target.</exception>
    public static ChainStacking Fit(PosteriorPredictive predictive, float[] targets, int output)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(output, predictive.TargetColumns);
        if (predictive.Likelihood is not IIndependentNoise)
            throw new ArgumentException($"The targets of {predictive.Likelihood.Name} cannot be scored one by one; score all of them together (no output given).", nameof(output));
        if (targets.Length != predictive.Rows)
            throw new ArgumentException($"{targets.Length} targets for {predictive.Rows} predicted rows; give one for each.", nameof(targets));
        var bad = Array.FindIndex(targets, t => !float.IsFinite(t));
        if (bad >= 0)
            throw new ArgumentException($"The target of row {bad} is {targets[bad]}; expected a finite number. Leave such rows out, and say how many they are.", nameof(targets));
        return Fit(predictive, row => predictive.LogLikelihoods(row, targets[row], output));
    }

    /// <summary>The weights in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"chains {string.Join(", ", Chains.Select(w => w.ToString("F2", System.Globalization.CultureInfo.InvariantCulture)))}");

    private static ChainStacking Fit(PosteriorPredictive predictive, Func<int, double[]> logLikelihoods)
    {
        if (predictive.Chains < 2)
            throw new ArgumentException("There is one chain; weights need at least two.", nameof(predictive));
        if (predictive.Rows == 0)
            throw new ArgumentException("There are no rows to choose the weights with.", nameof(predictive));
        var perChain = predictive.Networks / predictive.Chains;
        var densities = new double[predictive.Rows][];
        Parallel.For(0, densities.Length, Compute.Parallel, row =>
            densities[row] = [.. logLikelihoods(row).Chunk(perChain).Select(c => LogSum.Of(c) - Math.Log(perChain))]);
        var impossible = Array.FindIndex(densities, d => !double.IsFinite(d.Max()));
        if (impossible >= 0)
            throw new ArgumentException($"Row {impossible} is impossible for every chain (log density {densities[impossible].Max()}); its target or its inputs do not belong to this model.", nameof(predictive));
        var weights = Maximise(densities, predictive.Chains);
        var equal = Enumerable.Repeat(1.0 / predictive.Chains, predictive.Chains).ToArray();
        return new ChainStacking(weights, perChain, Scores(densities, weights), Scores(densities, equal));
    }

    private static LogScore Scores(double[][] densities, double[] weights) =>
        new([.. densities.Select(d => LogSum.Of([.. d.Zip(weights, (l, w) => l + Math.Log(w))]))]);

    // The mean of p_c / sum_b w_b p_b is the slope in w_c; its excess over 1 bounds what any other weights could gain.
    private static double[] Maximise(double[][] densities, int chains)
    {
        var relative = Array.ConvertAll(densities, d => Array.ConvertAll(d, l => Math.Exp(l - d.Max())));
        var weights = Enumerable.Repeat(1.0 / chains, chains).ToArray();
        var slopes = new double[chains];
        for (var step = 0; step < MaximumSteps; step++)
        {
            Array.Clear(slopes);
            foreach (var row in relative)
            {
                var mixture = 0.0;
                for (var c = 0; c < chains; c++)
                    mixture += weights[c] * row[c];
                for (var c = 0; c < chains; c++)
                    slopes[c] += row[c] / (mixture * relative.Length);
            }

            if (slopes.Max() < 1 + Tolerance)
                break;
            for (var c = 0; c < chains; c++)
                weights[c] *= slopes[c];
        }

        return weights;
    }
}
