using HepBayes.Evaluation;
using HepBayes.Prediction;

namespace HepBayes.Comparison;

/// <summary>Computes figures from predictions of test rows.</summary>
internal static class ComparisonScores
{
    private const int ConvergenceRows = 100;
    private const int NoisyTargets = 2000;
    private static readonly double[] Levels = [0.68, 0.95];

    /// <summary>The figures of a method on one region.</summary>
    /// <param name="fit">What the method made.</param>
    /// <param name="of">The case.</param>
    /// <param name="test">The region.</param>
    /// <param name="method">Name of the method.</param>
    public static ComparisonFigures Of(ComparisonFit fit, ComparisonCase of, ComparisonRows test, string method)
    {
        var predictive = fit.Predict(test.Inputs);
        var figures = new ComparisonFigures(of.Problem.Name, test.Name, method, of.Problem.Seed) { Gradients = fit.Gradients, Seconds = fit.Seconds };
        figures = of.Problem.IsClassification ? Classes(figures, predictive, test) : Regression(figures, predictive, fit, of.Problem, test);
        figures = Sampled(figures, fit, of, test);
        // The long run is not compared with itself, and stretched intervals have the networks of another row.
        return method == SamplerMethods.Gold.Name || fit.IsConformal || of.Gold(test) is not { } gold ? figures : Compared(figures, predictive, gold);
    }

    /// <summary>What the long run says of a region.</summary>
    public static GoldPredictive Gold(ComparisonFit fit, ComparisonCase of, ComparisonRows test)
    {
        var predictive = fit.Predict(test.Inputs);
        return new GoldPredictive(predictive.Mean(), predictive.StandardDeviation(), Sizes(fit, of, test).Median);
    }

    private static ComparisonFigures Classes(ComparisonFigures figures, PredictiveDraws predictive, ComparisonRows test)
    {
        // The predictive density of a class is the mean probability over networks.
        var probability = predictive.Mean();
        return figures with
        {
            LogDensity = probability.Zip(test.Targets, (p, y) => Math.Log(Math.Max(double.Epsilon, y == 1 ? p : 1 - p))).Average(),
            Error = probability.Zip(test.Targets, (p, y) => p >= 0.5 == (y == 1) ? 0.0 : 1).Average(),
            CalibrationError = Calibration.Of(probability, test.Targets).ExpectedCalibrationError,
        };
    }

    private static ComparisonFigures Regression(ComparisonFigures figures, PredictiveDraws predictive, ComparisonFit fit, ComparisonProblem problem, ComparisonRows test)
    {
        if (predictive is not PosteriorPredictive posterior)
            throw new InvalidOperationException("the method predicts no density of the target");
        var intervals = fit.IsConformal ? Stretched(fit, Noisy(posterior, problem), problem) : Central(Noisy(posterior, problem));
        return figures with
        {
            LogDensity = posterior.LogPredictiveDensity(test.Targets).Mean - Math.Log(problem.TargetScale),
            Error = problem.TargetScale * Math.Sqrt(predictive.Mean().Zip(test.Targets, (m, y) => (m - y) * (m - y)).Average()),
            Coverage68 = Share(intervals[0], test.Targets),
            Coverage95 = Share(intervals[1], test.Targets),
        };
    }

    private static ComparisonFigures Sampled(ComparisonFigures figures, ComparisonFit fit, ComparisonCase of, ComparisonRows test)
    {
        if (fit.Run is null)
            return figures;
        var (median, rhat) = Sizes(fit, of, test);
        return figures with { EffectiveSize = median, Rhat = rhat, Divergences = fit.Run.Divergences };
    }

    /// <summary>Adds how far predictions are from the long run's.</summary>
    internal static ComparisonFigures Compared(ComparisonFigures figures, PredictiveDraws predictive, GoldPredictive gold)
    {
        var scale = gold.StandardDeviation.Average();
        return figures with
        {
            Distance = predictive.Mean().Zip(gold.Mean, (a, b) => Math.Abs(a - b)).Average() / scale,
            Spread = predictive.StandardDeviation().Average() / scale,
            ChanceDistance = Math.Sqrt(2 / Math.PI * ((1 / figures.EffectiveSize) + (1 / gold.EffectiveSize))),
        };
    }

    // All draws, not those that are scored.
    private static (double Median, double Rhat) Sizes(ComparisonFit fit, ComparisonCase of, ComparisonRows test)
    {
        var convergence = fit.Run!.Predict(of.Problem.Network, test.FirstInputs(ConvergenceRows)).Convergence();
        var sizes = convergence.Select(c => c.EssBulk).Order().ToArray();
        return (sizes[sizes.Length / 2], convergence.Max(c => c.Rhat));
    }

    // Quantiles need many targets, however few networks there are.
    private static NoisyPredictive Noisy(PosteriorPredictive predictive, ComparisonProblem problem) =>
        predictive.Noisy(problem.Seed, Math.Max(2, NoisyTargets / predictive.Networks));

    private static (double[] Low, double[] High)[] Central(PredictiveDraws noisy)
    {
        var ends = noisy.Quantiles([.. Levels.SelectMany(l => new[] { (1 - l) / 2, (1 + l) / 2 })]);
        return [(ends[0], ends[1]), (ends[2], ends[3])];
    }

    private static (double[] Low, double[] High)[] Stretched(ComparisonFit fit, PredictiveDraws noisy, ComparisonProblem problem)
    {
        var calibration = (PosteriorPredictive)fit.Predict(problem.Calibration.Inputs);
        var stretched = SplitConformal.Fit(Noisy(calibration, problem), problem.Calibration.Targets, Levels);
        return [.. SplitConformal.Intervals(stretched, noisy)];
    }

    private static double Share((double[] Low, double[] High) ends, float[] targets) =>
        Enumerable.Range(0, targets.Length).Count(row => targets[row] >= ends.Low[row] && targets[row] <= ends.High[row]) / (double)targets.Length;
}
