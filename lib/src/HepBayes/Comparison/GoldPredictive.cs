namespace HepBayes.Comparison;

/// <summary>What the long run predicts for test rows.</summary>
/// <param name="Mean">Predictive mean, [rows].</param>
/// <param name="StandardDeviation">Standard deviation over the posterior, without noise, [rows].</param>
/// <param name="EffectiveSize">Median bulk effective sample size of predictions.</param>
internal sealed record GoldPredictive(double[] Mean, double[] StandardDeviation, double EffectiveSize);
