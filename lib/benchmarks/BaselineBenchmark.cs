using System.Diagnostics;
using HepBayes.Baselines;
using HepBayes.Comparison;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Training;

namespace HepBayes.Benchmarks;

/// <summary>
/// The baselines beside Hamiltonian Monte Carlo on a curve with a gap in its data: log score and coverage of 95 % intervals on
/// new rows where there are data and in the gap, over several data sets. One JSON line for each method: means with their
/// standard errors. Options: --sets, --draws.
/// </summary>
internal static class BaselineBenchmark
{
    private const int TestRows = 500;
    private const int NoisyDraws = 2000;

    public static void Run(BenchmarkOptions options)
    {
        var (sets, draws) = (options.Integer("sets", 10), options.Integer("draws", 500));
        var figures = Methods.Keys.ToDictionary(name => name, _ => new List<double[]>());
        for (var set = 1; set <= sets; set++)
        {
            var rows = GapCurve.Training(set);
            using var posterior = GapCurve.Network.Posterior(rows.X, rows.Y);
            foreach (var (name, method) in Methods)
            {
                var clock = Stopwatch.StartNew();
                var predict = method(posterior, set, draws);
                var seconds = clock.Elapsed.TotalSeconds;
                figures[name].Add([.. Figures(predict, set, gap: false), .. Figures(predict, set, gap: true), seconds]);
            }
        }

        foreach (var (name, values) in figures)
            Write(name, values, sets, draws);
    }

    private static Dictionary<string, Func<DensePosterior, int, int, Func<float[], PosteriorPredictive>>> Methods => new()
    {
        ["hmc"] = (posterior, seed, draws) => Networks(Hmc.Sample(posterior, options: new HmcOptions { Chains = 4, Draws = draws, Warmup = 500, Seed = seed }).Networks(posterior.Network)),
        ["one network"] = (posterior, seed, _) => Networks(Trained(posterior, 1, seed)),
        ["deep ensemble of 10"] = (posterior, seed, _) => Networks(Trained(posterior, 10, seed)),
        ["swag"] = (posterior, seed, draws) => Networks(WithSwag(posterior, 1, seed).Sample(draws, seed)),
        ["swag of 5 starts"] = (posterior, seed, draws) => Networks(WithSwag(posterior, 5, seed).Sample(draws, seed)),
        ["laplace, full, tangent"] = (posterior, seed, draws) => Tangent(posterior, seed, draws, new LaplaceOptions { Structure = LaplaceStructure.Full }),
        ["laplace, kronecker, tangent"] = (posterior, seed, draws) => Tangent(posterior, seed, draws, new LaplaceOptions()),
        ["laplace, diagonal, tangent"] = (posterior, seed, draws) => Tangent(posterior, seed, draws, new LaplaceOptions { Structure = LaplaceStructure.Diagonal }),
        ["laplace, last layer"] = (posterior, seed, draws) => Tangent(posterior, seed, draws, new LaplaceOptions { Structure = LaplaceStructure.Full, LastLayer = true }),
        ["laplace, full, weights drawn"] = (posterior, seed, draws) => Networks(Laplace.Fit(posterior, Trained(posterior, 1, seed).Parameters(0), new LaplaceOptions { Structure = LaplaceStructure.Full }).Sample(draws, seed)),
        ["mean-field variational"] = (posterior, seed, draws) => Networks(MeanFieldVariational.Fit(posterior, Trained(posterior, 1, seed).Parameters(0), new VariationalOptions { Epochs = 10_000, Seed = seed }).Sample(draws, seed)),
    };

    private static Func<float[], PosteriorPredictive> Networks(INetworkEnsemble networks) => x => networks.Predict(x);

    private static Func<float[], PosteriorPredictive> Tangent(DensePosterior posterior, int seed, int draws, LaplaceOptions options)
    {
        var laplace = Laplace.Fit(posterior, Trained(posterior, 1, seed).Parameters(0), options);
        return x => laplace.PredictLinearised(x, draws, seed);
    }

    private static TrainedNetworks Trained(DensePosterior posterior, int members, int seed) =>
        DeepEnsemble.Train(posterior, members, seed, new AdamOptions { Epochs = 5000, LearningRate = 0.01 });

    private static SwagPosterior WithSwag(DensePosterior posterior, int members, int seed)
    {
        using var start = Trained(posterior, members, seed).Positions();
        return Swag.Fit(posterior, start, new SwagOptions { Epochs = 1000, BatchRows = 64, LearningRate = 1e-3, Seed = seed });
    }

    // Log score, covered share of 95 % intervals, and standard deviation of the curve.
    private static double[] Figures(Func<float[], PosteriorPredictive> predict, int set, bool gap)
    {
        var (x, y) = GapCurve.Test(set, TestRows, gap);
        var predictive = predict(x);
        // Quantiles need many targets, however few networks there are.
        var (low, high) = predictive.Noisy(seed: 1, samples: Math.Max(4, NoisyDraws / predictive.Networks)).Interval(0.95);
        var covered = Enumerable.Range(0, TestRows).Count(row => y[row] >= low[row] && y[row] <= high[row]);
        return [predictive.LogPredictiveDensity(y).Mean, covered / (double)TestRows, predictive.StandardDeviation().Average()];
    }

    private static void Write(string name, List<double[]> values, int sets, int draws)
    {
        double Mean(int figure) => Measurement.Rounded(values.Average(v => v[figure]), 3);
        double Error(int figure) => Measurement.Rounded(Math.Sqrt(values.Sum(v => Math.Pow(v[figure] - values.Average(w => w[figure]), 2)) / (sets * Math.Max(1, sets - 1))), 3);
        double[] Pair(int figure) => [Mean(figure), Error(figure)];
        Measurement.WriteLine(new
        {
            benchmark = "baselines",
            method = name,
            sets,
            draws,
            threads = Compute.Threads,
            log_score_at_data = Pair(0),
            coverage95_at_data = Pair(1),
            deviation_at_data = Pair(2),
            log_score_in_gap = Pair(3),
            coverage95_in_gap = Pair(4),
            deviation_in_gap = Pair(5),
            seconds = Pair(6),
        });
    }
}
