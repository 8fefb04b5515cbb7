using HepBayes.Networks;
using HepBayes.Sampling;
using TorchSharp;

namespace HepBayes.Tests.Support;

/// <summary>Every sampler under one name, for tests that all of them must pass.</summary>
internal static class Samplers
{
    public const string Hmc = "Hmc";
    public const string Nuts = "Nuts";
    public const string Chees = "Chees";
    public const string Bandit = "Bandit";
    public const string Gibbs = "Gibbs";

    public static TheoryData<string> All => new(Hmc, Nuts, Chees, Bandit, Gibbs);

    public static SamplerOptions Options(string sampler, int warmup, int draws, int seed, MassMatrix mass = MassMatrix.PerChain) => sampler switch
    {
        Hmc => new HmcOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        Nuts => new NutsOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        Chees => new CheesOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumLeapfrogs = 200 },
        Bandit => new BanditOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumLeapfrogs = 30 },
        Gibbs => new HmcGibbsOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        _ => throw new ArgumentException(sampler),
    };

    public static SamplingRun Sample(ILogDensity density, torch.Tensor? start, SamplerOptions options) => options switch
    {
        HmcOptions hmc => HepBayes.Sampling.Hmc.Sample(density, start, hmc, cancellation: TestContext.Current.CancellationToken),
        NutsOptions nuts => HepBayes.Sampling.Nuts.Sample(density, start, nuts, cancellation: TestContext.Current.CancellationToken),
        CheesOptions chees => HepBayes.Sampling.Chees.Sample(density, start, chees, cancellation: TestContext.Current.CancellationToken),
        BanditOptions bandit => BanditHmc.Sample(density, start, bandit, cancellation: TestContext.Current.CancellationToken),
        HmcGibbsOptions gibbs => HmcGibbs.Sample(density, 1, start, gibbs, cancellation: TestContext.Current.CancellationToken),
        _ => throw new ArgumentException(options.ToString()),
    };

    public static ChainProcess Process(ILogDensity density, torch.Tensor start, SamplerOptions options) => options switch
    {
        HmcOptions hmc => new HmcProcess(density, start, hmc, new JitteredTrajectory(hmc)),
        NutsOptions nuts => new NutsProcess(density, start, nuts),
        CheesOptions chees => new HmcProcess(density, start, chees, new CheesTrajectory(chees)),
        BanditOptions bandit => new BanditProcess(density, start, bandit),
        HmcGibbsOptions gibbs => new HmcGibbsProcess(density, start, 1, gibbs),
        _ => throw new ArgumentException(options.ToString()),
    };
}
