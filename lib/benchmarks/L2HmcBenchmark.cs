using System.Diagnostics;
using HepBayes.Networks;
using HepBayes.Sampling;
using HepBayes.Sampling.Learned;

namespace HepBayes.Benchmarks;

/// <summary>
/// The learned leapfrog on the targets of its paper (arXiv 1711.09268) beside HMC with as many steps and the best step size
/// of a grid, and beside HMC that adapts its mass matrix: effective draws a gradient of the worst coordinate. Options:
/// --target NAME (all), --seed (1), --draws (2000), --chains (20), --iterations of the training (those of the target).
/// </summary>
internal static class L2HmcBenchmark
{
    public static void Run(BenchmarkOptions options)
    {
        var name = options.Text("target", "");
        var targets = L2HmcTarget.All.Where(t => name.Length == 0 || t.Name == name).ToArray();
        if (targets.Length == 0)
            throw new BenchmarkUsageException($"There is no target '{name}'; known are {string.Join(", ", L2HmcTarget.All.Select(t => t.Name))}.");
        foreach (var target in targets)
            Compare(target, options);
    }

    private static void Compare(L2HmcTarget target, BenchmarkOptions options)
    {
        var (seed, draws, chains) = (options.Integer("seed", 1), options.Integer("draws", 2000), options.Integer("chains", 20));
        using var density = LogDensity.Of(target.Parameters, target.LogDensity);
        using var start = target.Draws(chains, seed);
        var learned = Train(target, density, target.Training with { Seed = seed, Iterations = options.Integer("iterations", target.Training.Iterations) });
        Print(target, "l2hmc", L2Hmc.Sample(density, learned, start, new L2HmcOptions { Seed = seed, Warmup = 50, Draws = draws }));
        foreach (var step in target.StepSizes)
        {
            Print(target, $"hmc, {learned.Steps} steps of {step}", Hmc.Sample(density, start, new HmcOptions
            {
                Seed = seed,
                Warmup = 0,
                Draws = draws,
                Mass = MassMatrix.Unit,
                InitialStepSize = step,
                TrajectoryLength = learned.Steps * step,
                Jitter = 0,
            }));
        }

        foreach (var mass in new[] { MassMatrix.PerChain, MassMatrix.LowRank })
            Print(target, $"hmc, adapted, {mass}", Hmc.Sample(density, start, new HmcOptions { Seed = seed, Warmup = 500, Draws = draws, Mass = mass }));
    }

    private static LearnedLeapfrog Train(L2HmcTarget target, ILogDensity density, L2HmcTrainingOptions training)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var learned = L2Hmc.Train(density, training);
        var seconds = watch.Elapsed.TotalSeconds;
        double Last(IReadOnlyList<double> values) => values.Skip(values.Count * 9 / 10).Average();
        Measurement.WriteLine(new
        {
            target = target.Name,
            sampler = "training of l2hmc",
            seconds = Measurement.Rounded(seconds, 1),
            processor_seconds = Measurement.Rounded((Environment.CpuUsage.TotalTime - processor).TotalSeconds, 1),
            iterations = training.Iterations,
            gradients = learned.TrainingGradients,
            step_size = learned.StepSize,
            loss = Last(learned.History.Loss),
            acceptance = Last(learned.History.Acceptance),
            squared_jump = Last(learned.History.Jump),
        });
        return learned;
    }

    private static void Print(L2HmcTarget target, string sampler, SamplingRun run)
    {
        var gradients = (double)run.Gradients;
        var coordinates = Enumerable.Range(0, run.Parameters).Select(p => Diagnostics.EssMean(run.Parameter(p))).ToArray();
        double PerGradient(double ess) => Math.Round(ess / gradients, 6);
        Measurement.WriteLine(new
        {
            target = target.Name,
            sampler,
            step_size = run.StepSize,
            acceptance = Measurement.Rounded(run.Acceptance, 3),
            gradients_a_draw = Measurement.Rounded(gradients / (run.Chains * run.Draws), 1),
            ess_a_gradient = PerGradient(coordinates.Min()),
            ess_a_gradient_log_density = PerGradient(Diagnostics.EssMean(run.LogDensity())),
            ess_a_draw = Measurement.Rounded(coordinates.Min() / (run.Chains * run.Draws), 4),
            rhat = Measurement.Rounded(Enumerable.Range(0, run.Parameters).Max(p => Diagnostics.Rhat(run.Parameter(p))), 3),
            seconds = Measurement.Rounded(run.Seconds, 2),
        });
    }
}
