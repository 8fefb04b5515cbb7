using System.Diagnostics;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Sampling;
using TorchSharp;

namespace HepBayes.Benchmarks;

/// <summary>
/// Samplers for large data on rows in a file (10-16-1, Bernoulli): peak resident memory, seconds, gradients, and predicted
/// probabilities beside those of full-batch HMC from the same starts on the same rows. Options: --rows (2000000), --seed (1),
/// --chains (2), --warmup (60) and --draws (70) of the samplers with full gradients, --leapfrogs (10), --parts (8),
/// --batch (32768) and --steps (30000) of SGHMC (steps of 0.003, with control variates of 0.02), --climb (3000) steps to the starts, --file to keep the rows.
/// </summary>
internal static class MiniBatchBenchmark
{
    private const int HeldOut = 500;
    private const double MiB = 1 << 20;

    public static void Run(BenchmarkOptions options)
    {
        var (rows, seed) = (options.Integer("rows", 2_000_000), options.Integer("seed", 1));
        var file = options.Text("file", Path.Combine(Path.GetTempPath(), $"hepbayes-rows-{Guid.NewGuid():N}"));
        try
        {
            var watch = Stopwatch.StartNew();
            LargeClassification.Write(file, rows, seed);
            Print("rows written", watch.Elapsed.TotalSeconds, new { rows, file_mib = Measurement.Rounded(new FileInfo(file).Length / MiB, 1) });
            var network = new BayesianNetwork(Mlp.Of(LargeClassification.Inputs, [16], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Bernoulli());
            using var posterior = new StreamedPosterior(network, file);
            Compare(posterior, options, seed);
        }
        finally
        {
            if (options.Text("file", "").Length == 0)
                File.Delete(file);
        }
    }

    // The mini-batch samplers come first: peak memory only grows. HMC is the reference, on the same streamed rows.
    private static void Compare(StreamedPosterior posterior, BenchmarkOptions options, int seed)
    {
        var x = LargeClassification.HeldOut(HeldOut, seed);
        var watch = Stopwatch.StartNew();
        using var start = Start(posterior, options);
        Print("climbed", watch.Elapsed.TotalSeconds, new { parameters = posterior.Parameters });
        var settings = new HmcOptions
        {
            Seed = seed,
            Warmup = options.Integer("warmup", 60),
            Draws = options.Integer("draws", 70),
            MaximumLeapfrogs = options.Integer("leapfrogs", 10),
        };
        var parts = options.Integer("parts", 8);
        var (approximate, sghmc) = Measured("sghmc", posterior, () => Sghmc.Sample(posterior, start, Sghmcs(options, seed)), x, Batch(options));
        Noise(posterior, start, approximate, Batch(options), seed);
        var (controlled, sghmcControlled) = Measured("sghmc, control variates", posterior, () => Sghmc.Sample(posterior, start, Sghmcs(options, seed) with { ControlVariates = true, Steps = new ConstantStep(0.02) }), x, Batch(options));
        Noise(posterior, start, controlled, Batch(options), seed);
        var (_, split) = Measured($"split hmc, {parts} parts", posterior, () => SplitHmc.Sample(posterior, start, new SplitHmcOptions
        {
            Seed = seed,
            Warmup = settings.Warmup,
            Draws = settings.Draws,
            Parts = parts,
            MaximumSteps = Math.Max(1, settings.MaximumLeapfrogs / 2),
        }), x, null);
        var (_, hmc) = Measured("hmc", posterior, () => Hmc.Sample(posterior, start, settings), x, null);
        Difference("sghmc", sghmc, hmc);
        Difference("sghmc, control variates", sghmcControlled, hmc);
        Difference("split hmc", split, hmc);
    }

    private static SghmcOptions Sghmcs(BenchmarkOptions options, int seed)
    {
        var steps = options.Integer("steps", 30_000);
        const int Draws = 1000;
        return new SghmcOptions { Seed = seed, BatchRows = Batch(options), Steps = new ConstantStep(0.003), Warmup = steps / 3, Draws = Draws, Thin = Math.Max(1, steps * 2 / 3 / Draws) };
    }

    private static int Batch(BenchmarkOptions options) => options.Integer("batch", Math.Min(32_768, options.Integer("rows", 2_000_000)));

    // Mini-batches bring the chains near their maxima, some full gradients to them: what control variates would start from.
    private static torch.Tensor Start(StreamedPosterior posterior, BenchmarkOptions options)
    {
        using var random = posterior.InitialPosition(options.Integer("chains", 2), 1);
        using var near = new MapStart { Steps = options.Integer("climb", 3000) }.Climb(new BatchClimb(posterior, new SghmcOptions { BatchRows = Batch(options) }), random);
        return new MapStart { Steps = 100, LearningRate = 0.003 }.Climb(posterior, near);
    }

    private static (SamplingRun Run, double[][][] Probabilities) Measured(string sampler, StreamedPosterior posterior, Func<SamplingRun> sample, float[] x, int? batchRows)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var run = sample();
        var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        var gradients = (double)run.Gradients / run.Chains;
        var passes = batchRows is { } rows ? gradients * rows / posterior.Rows : gradients;
        var predictive = run.Predict(posterior.Network, x);
        double[][][] probabilities = [.. Enumerable.Range(0, HeldOut).Select(row => predictive.ChainsOf(row))];
        Print(sampler, run.Seconds, new
        {
            chains = run.Chains,
            draws = run.Draws,
            processor_seconds = Measurement.Rounded(used, 1),
            gradients_a_chain = gradients,
            passes_a_chain = Measurement.Rounded(passes, 1),
            acceptance = Measurement.Rounded(run.Acceptance, 3),
            divergences = run.Divergences,
            step_size = run.StepSize,
            ess_median = Measurement.Rounded(Median([.. probabilities.Select(Diagnostics.EssBulk)]), 1),
        });
        return (run, probabilities);
    }

    // Variance of the gradients at the last draws in units of the precision, so that h V / (2 friction) is the excess of a variance.
    private static void Noise(StreamedPosterior posterior, torch.Tensor start, SamplingRun run, int batchRows, int seed)
    {
        using var scope = torch.NewDisposeScope();
        float[] last = [.. Enumerable.Range(0, run.Chains).SelectMany(chain => run.Position(chain, run.Draws - 1).ToArray())];
        var position = torch.tensor(last).reshape(run.Chains, run.Parameters);
        using var control = ControlPoint.At(posterior, start);
        double Scaled(ControlPoint? point) => Measurement.Rounded(Median([.. GradientNoise.Variance(posterior, position, batchRows, point, seed: seed).Zip(run.InverseMass, (v, g) => v * g)]), 3);
        Print("noise of the gradients", 0, new { plain = Scaled(null), with_control_variates_from_the_start = Scaled(control) });
    }

    // Chains may lie in different modes, so each is compared with the reference's chain of the same start.
    private static void Difference(string sampler, double[][][] found, double[][][] reference)
    {
        var (shifts, errors, sds, ratios) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var row = 0; row < HeldOut; row++)
        {
            for (var chain = 0; chain < reference[row].Length; chain++)
            {
                double[][] a = [found[row][chain]], b = [reference[row][chain]];
                shifts.Add(Math.Abs(a[0].Average() - b[0].Average()));
                errors.Add(Math.Sqrt(Square(Diagnostics.McseMean(a)) + Square(Diagnostics.McseMean(b))));
                sds.Add(Sd(b[0]));
                ratios.Add(Sd(a[0]) / Sd(b[0]));
            }
        }

        ratios.Sort();
        Print($"{sampler} against hmc", 0, new
        {
            mean_absolute_difference = shifts.Average(),
            expected_of_equal_distributions = Math.Sqrt(2 / Math.PI) * errors.Average(),
            mean_posterior_sd = sds.Average(),
            sd_ratio_median = Measurement.Rounded(Median([.. ratios]), 3),
            sd_ratio_low = Measurement.Rounded(ratios[(int)(0.16 * ratios.Count)], 3),
            sd_ratio_high = Measurement.Rounded(ratios[(int)(0.84 * ratios.Count)], 3),
        });
    }

    private static void Print(string what, double seconds, object figures)
    {
        using var process = Process.GetCurrentProcess();
        Measurement.WriteLine(new { benchmark = "minibatch", what, seconds = Measurement.Rounded(seconds, 1), peak_mib = Measurement.Rounded(process.PeakWorkingSet64 / MiB, 1), figures });
    }

    private static double Square(double x) => x * x;

    private static double Sd(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => Square(v - mean)) / (values.Length - 1));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
