using HepBayes.Networks;
using HepBayes.Sampling;
using HepBayes.Sampling.Langevin;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Sampling.Tempering;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>Every sampler that has to pass the correctness suite, by name.</summary>
internal static class TestSamplers
{
    // On the processor only.
    private const string SplitHmcName = "hmc, three parts of the data";

    private static readonly Dictionary<string, Sampler> Samplers = new()
    {
        ["hmc, fixed trajectories"] = (density, start, warmup, draws, seed) =>
            Hmc.Sample(density, start, new HmcOptions { Warmup = warmup, Draws = draws, Seed = seed, Jitter = 0 }, cancellation: TestContext.Current.CancellationToken),
        ["hmc, jittered trajectories"] = (density, start, warmup, draws, seed) =>
            Hmc.Sample(density, start, new HmcOptions { Warmup = warmup, Draws = draws, Seed = seed }, cancellation: TestContext.Current.CancellationToken),
        ["nuts"] = (density, start, warmup, draws, seed) =>
            Nuts.Sample(density, start, new NutsOptions { Warmup = warmup, Draws = draws, Seed = seed }, cancellation: TestContext.Current.CancellationToken),
        ["chees"] = (density, start, warmup, draws, seed) =>
            Chees.Sample(density, start, new CheesOptions { Warmup = warmup, Draws = draws, Seed = seed }, cancellation: TestContext.Current.CancellationToken),
        [SplitHmcName] = (density, start, warmup, draws, seed) =>
            SplitHmc.Sample(new UnevenBlocks(density, 3), start, new SplitHmcOptions { Warmup = warmup, Draws = draws, Seed = seed, Parts = 3 }, cancellation: TestContext.Current.CancellationToken),

        ["mams"] = (density, start, warmup, draws, seed) =>
            Mams.Sample(density, start, new MamsOptions { Warmup = warmup, Draws = draws, Seed = seed }, cancellation: TestContext.Current.CancellationToken),
        // One gradient a transition: more of them.
        ["mala"] = (density, start, warmup, draws, seed) =>
            Mala.Sample(density, start, new MalaOptions { Warmup = 5 * warmup, Draws = draws, Seed = seed }, cancellation: TestContext.Current.CancellationToken),
        // Not hotter, because a power of Student's distribution has no finite integral.
        ["replica exchange"] = (density, start, warmup, draws, seed) =>
            ReplicaExchange.Sample(density, start, new ReplicaExchangeOptions { Warmup = warmup, Draws = draws, Seed = seed, Temperatures = 2, MinimumInverseTemperature = 0.6 }, cancellation: TestContext.Current.CancellationToken).Draws,
    };

    public delegate SamplingRun Sampler(ILogDensity density, Tensor start, int warmup, int draws, int seed);

    public static IReadOnlyCollection<string> Names => Samplers.Keys;

    /// <summary>The sampler that tests of other things than samplers use.</summary>
    public static Sampler Default => Samplers["hmc, jittered trajectories"];

    public static Sampler Of(string name) => Samplers[name];

    /// <summary>Rows of a theory: every case with every sampler on every device.</summary>
    /// <param name="cases">Names of the cases.</param>
    public static IEnumerable<TheoryDataRow<string, string, string>> Rows(IEnumerable<string> cases) =>
        from name in cases
        from sampler in Names
        from device in TestDevices.All
        where sampler != SplitHmcName || device == TestDevices.Cpu
        select new TheoryDataRow<string, string, string>(name, sampler, device) { Skip = TestDevices.ReasonToSkip(device) };
}
