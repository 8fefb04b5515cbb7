using System.Diagnostics;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Training;

namespace HepBayes.Benchmarks;

/// <summary>
/// Effective sample size of held-out predictions per second and per gradient, of every sampler: on the posterior of the
/// viability study and on a curve of one variable beside eager PyTorch, and on models that Stan can do beside Stan. Options:
/// --model (viability, toy, eight-schools, logistic-regression, ill-conditioned-normal, small-network; all), --rows (20000),
/// --draws (80) of viability, --chains (4,64,512) beside Stan.
/// </summary>
internal static class EssBenchmark
{
    private const double CompilationSeconds = 2;

    public static void Run(BenchmarkOptions options)
    {
        var wanted = options.Text("model", "all");
        var models = new Dictionary<string, Action>
        {
            ["viability"] = () => AgainstTorch(NetworkModel.Viability(options.Integer("rows", 20_000), options.Integer("draws", 80))),
            ["toy"] = () => AgainstTorch(NetworkModel.Toy()),
        };
        foreach (var name in StanModel.Names)
            models[name] = () => AgainstStan(StanModel.Of(name), options.Integers("chains", "4,64,512"));
        if (wanted != "all" && !models.ContainsKey(wanted))
            throw new BenchmarkUsageException($"There is no model '{wanted}'; known are all, {string.Join(", ", models.Keys)}.");
        foreach (var (name, measure) in models)
        {
            if (wanted == "all" || wanted == name)
                measure();
        }
    }

    // From maxima found by training, as the studies do.
    private static void AgainstTorch(NetworkModel model)
    {
        using var posterior = model.Network.Posterior(model.X, model.Y);
        using var random = model.Network.PriorDraws(NetworkModel.Chains, seed: 1);
        using var start = AdamTrainer.Fit(posterior, random, new AdamOptions { Epochs = 60, Seed = 1 }).Positions();
        EssFigures? rival = null;
        foreach (var (name, sample) in EssSamplers.All)
        {
            var run = sample(posterior, start, model.Settings);
            var predictive = run.Predict(model.Network, model.HeldOut);
            double[][][] quantities = [.. Enumerable.Range(0, model.Points).Select(point => predictive.ChainsOf(point))];
            var figures = EssFigures.Of(run, quantities);
            // The rival follows the trajectories of our plain sampler; the others are compared with the same figures.
            if (name == EssSamplers.Hmc)
            {
                rival = TorchRival.Sample(model, run);
                if (rival is not null)
                    figures.First(rival.Draws, quantities).Write(model.Name, $"{name}, first {rival.Draws} draws", run.WarmupSeconds, Compute.Threads, rival, TorchRival.Name);
            }

            figures.Write(model.Name, name, run.WarmupSeconds, Compute.Threads, rival, rival is null ? null : TorchRival.Name);
        }
    }

    // Stan's own ground: small models, where the cost of a transition counts, not that of the data. Batches of chains are ours.
    private static void AgainstStan(StanModel model, int[] chainCounts)
    {
        var rival = StanRival.Sample(model);
        foreach (var (name, sample) in EssSamplers.All)
        {
            SamplingRun Run(int chains)
            {
                using var density = model.Density();
                using var start = model.Start(chains);
                return sample(density, start, StanModel.Settings(chains));
            }

            // Stan's program is compiled before its clock starts; ours is compiled, and compiled better, while it runs.
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed.TotalSeconds < CompilationSeconds)
                Run(chainCounts[0]);
            foreach (var chains in chainCounts)
            {
                var before = Environment.CpuUsage.TotalTime;
                var run = Run(chains);
                var used = Environment.CpuUsage.TotalTime - before;
                var figures = EssFigures.Of(run, model.Quantities(run)) with { ProcessorSeconds = used.TotalSeconds };
                figures.Write(model.Name, name, run.WarmupSeconds, Compute.Threads, rival, rival is null ? null : StanRival.Name);
            }
        }
    }
}
