namespace HepBayes.Comparison;

/// <summary>How well one method did on one region of one problem with one seed. A figure that does not exist is not a number.</summary>
/// <param name="Problem">Name of the problem.</param>
/// <param name="TestSet">Name of the region that the test rows lie in.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Seed">Seed of the problem.</param>
public sealed record ComparisonFigures(string Problem, string TestSet, string Method, int Seed)
{
    /// <summary>Mean log predictive density of the test rows, per unit of the problem for a regression; larger is better.</summary>
    public double LogDensity { get; init; } = double.NaN;

    /// <summary>Root mean square error of the predictive mean in the unit of the problem; for classes the share of rows on the wrong side of 1/2.</summary>
    public double Error { get; init; } = double.NaN;

    /// <summary>Share of test rows inside their central 68 % predictive intervals, noise included; regression only.</summary>
    public double Coverage68 { get; init; } = double.NaN;

    /// <summary>Share of test rows inside their central 95 % predictive intervals, noise included; regression only.</summary>
    public double Coverage95 { get; init; } = double.NaN;

    /// <summary>Expected calibration error of the predicted probabilities (15 bins of equal numbers of rows); classification only, where an interval of a 0 or 1 means nothing.</summary>
    public double CalibrationError { get; init; } = double.NaN;

    /// <summary>Median bulk effective sample size of the predictions of the first 100 test rows; samplers only.</summary>
    public double EffectiveSize { get; init; } = double.NaN;

    /// <summary>Largest R-hat of these predictions; samplers only.</summary>
    public double Rhat { get; init; } = double.NaN;

    /// <summary>Gradients over all training rows (gradients of rows / rows), of all chains or networks together, training and warm-up included.</summary>
    public double Gradients { get; init; } = double.NaN;

    /// <summary>Wall-clock seconds until the method could predict, training and warm-up included.</summary>
    public double Seconds { get; init; } = double.NaN;

    /// <summary>Divergent draws; samplers only.</summary>
    public double Divergences { get; init; } = double.NaN;

    /// <summary>Mean absolute difference of predictive means from the long run's, over the mean of that run's posterior standard deviations.</summary>
    public double Distance { get; init; } = double.NaN;

    /// <summary>
    /// The distance that the Monte Carlo errors of two runs of the same posterior give on average, sqrt(2 / pi) sqrt(1 / ESS + 1 / ESS of the long
    /// run); a distance above it is bias. Samplers only.
    /// </summary>
    public double ChanceDistance { get; init; } = double.NaN;

    /// <summary>Mean posterior standard deviation of the predictions, without noise, over that of the long run.</summary>
    public double Spread { get; init; } = double.NaN;

    /// <summary>Why there are no figures: left out or failed, with the reason; empty normally.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Effective draws a second, all seconds counted.</summary>
    public double EffectiveSizePerSecond => EffectiveSize / Seconds;

    /// <summary>Effective draws for 1,000 gradients, all gradients counted.</summary>
    public double EffectiveSizePerThousandGradients => 1000 * EffectiveSize / Gradients;
}
