using HepBayes.Runtime;

namespace HepBayes.Prediction;

/// <summary>
/// Leave-one-out score of a posterior from its own training rows, without sampling again: for each row the draws are
/// reweighted by 1 / p(target | network), Pareto-smoothed (PSIS-LOO; Vehtari, Gelman, Gabry, Statistics and Computing 27
/// (2017) 1413, arXiv 1507.04544).
/// </summary>
public sealed class LeaveOneOut
{
    private LeaveOneOut(double[] scores, double[] paretoK, double effectiveParameters, double limit)
    {
        (Score, ParetoK, EffectiveParameters, ParetoKLimit) = (new LogScore(scores), paretoK, effectiveParameters, limit);
    }

    /// <summary>Log density of each row's target predicted from the other rows (elpd).</summary>
    public LogScore Score { get; }

    /// <summary>Shape of the tail of each row's weights; above <see cref="ParetoKLimit"/> the row's score is not to be trusted.</summary>
    public IReadOnlyList<double> ParetoK { get; }

    /// <summary>min(1 - 1/log10 S, 0.7) for S draws (arXiv 1507.02646).</summary>
    public double ParetoKLimit { get; }

    /// <summary>Rows whose <see cref="ParetoK"/> is above the limit.</summary>
    public int Unreliable => ParetoK.Count(k => !(k <= ParetoKLimit));

    /// <summary>Effective number of parameters: the log predictive density of the rows seen in training less <see cref="Score"/>, summed.</summary>
    public double EffectiveParameters { get; }

    /// <summary>Scores the training rows.</summary>
    /// <param name="predictive">Predictions of the training rows.</param>
    /// <param name="targets">Their targets, [rows, target columns].</param>
    /// <exception cref="ArgumentException">The number of targets does not fit.</exception>
    public static LeaveOneOut Of(PosteriorPredictive predictive, float[] targets)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        predictive.CheckTargets(targets);
        var (scores, k) = (new double[predictive.Rows], new double[predictive.Rows]);
        var limits = new double[predictive.Rows];
        Parallel.For(0, scores.Length, Compute.Parallel, row =>
        {
            var logLikelihoods = predictive.LogLikelihoods(row, targets);
            var weights = ImportanceWeights.Of(Array.ConvertAll(logLikelihoods, l => -l), Reweighting.Efficiency(logLikelihoods, predictive.Chains));
            scores[row] = LogSum.Of([.. logLikelihoods.Select((l, n) => l + weights.LogWeights[n])]);
            (k[row], limits[row]) = (weights.ParetoK, weights.ParetoKLimit);
        });
        return new LeaveOneOut(scores, k, predictive.LogPredictiveDensity(targets).Sum - scores.Sum(), limits.FirstOrDefault());
    }
}
