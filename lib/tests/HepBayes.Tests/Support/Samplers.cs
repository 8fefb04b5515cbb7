using HepBayes.Networks;
using HepBayes.Sampling;
using HepBayes.Sampling.Langevin;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Sampling.Tempering;
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

    public const string Mams = "Mams";
    public const string Mclmc = "Mclmc";
    public const string Mala = "Mala";
    public const string Replicas = "Replicas";

    /// <summary>Those that are exact and need no more transitions than others.</summary>
    public static TheoryData<string> All => new(Hmc, Nuts, Chees, Bandit, Gibbs, Mams);

    /// <summary>All.</summary>
    public static TheoryData<string> Every => new(Hmc, Nuts, Chees, Bandit, Gibbs, Mams, Mclmc, Mala, Replicas);

    public static SamplerOptions Options(string sampler, int warmup, int draws, int seed, MassMatrix mass = MassMatrix.PerChain) => sampler switch
    {
        Hmc => new HmcOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        Nuts => new NutsOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        Chees => new CheesOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumLeapfrogs = 200 },
        Bandit => new BanditOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumLeapfrogs = 30 },
        Gibbs => new HmcGibbsOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        Mams => new MamsOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumLeapfrogs = 200 },
        Mclmc => new MclmcOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumSteps = 100 },
        Mala => new MalaOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        Replicas => new ReplicaExchangeOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, Temperatures = 3, MinimumInverseTemperature = 0.3 },
        _ => throw new ArgumentException(sampler),
    };

    public static SamplingRun Sample(ILogDensity density, torch.Tensor? start, SamplerOptions options) => options switch
    {
        HmcOptions hmc => HepBayes.Sampling.Hmc.Sample(density, start, hmc, cancellation: TestContext.Current.CancellationToken),
        NutsOptions nuts => HepBayes.Sampling.Nuts.Sample(density, start, nuts, cancellation: TestContext.Current.CancellationToken),
        CheesOptions chees => HepBayes.Sampling.Chees.Sample(density, start, chees, cancellation: TestContext.Current.CancellationToken),
        BanditOptions bandit => BanditHmc.Sample(density, start, bandit, cancellation: TestContext.Current.CancellationToken),
        HmcGibbsOptions gibbs => HmcGibbs.Sample(density, 1, start, gibbs, cancellation: TestContext.Current.CancellationToken),
        MamsOptions mams => HepBayes.Sampling.Microcanonical.Mams.Sample(density, start, mams, cancellation: TestContext.Current.CancellationToken),
        MclmcOptions mclmc => HepBayes.Sampling.Microcanonical.Mclmc.Sample(density, start, mclmc, cancellation: TestContext.Current.CancellationToken),
        MalaOptions mala => HepBayes.Sampling.Langevin.Mala.Sample(density, start, mala, cancellation: TestContext.Current.CancellationToken),
        ReplicaExchangeOptions replicas => ReplicaExchange.Sample(density, start, replicas, cancellation: TestContext.Current.CancellationToken).Draws,
        _ => throw new ArgumentException(options.ToString()),
    };

    public static ChainProcess Process(ILogDensity density, torch.Tensor start, SamplerOptions options) => options switch
    {
        HmcOptions hmc => new HmcProcess(density, start, hmc, new JitteredTrajectory(hmc)),
        NutsOptions nuts => new NutsProcess(density, start, nuts),
        CheesOptions chees => new HmcProcess(density, start, chees, new CheesTrajectory(chees)),
        BanditOptions bandit => new BanditProcess(density, start, bandit),
        HmcGibbsOptions gibbs => new HmcGibbsProcess(density, start, 1, gibbs),
        MamsOptions mams => HepBayes.Sampling.Microcanonical.Mams.Process(density, start, mams),
        MclmcOptions mclmc => new MclmcProcess(density, start, mclmc),
        MalaOptions mala => HepBayes.Sampling.Langevin.Mala.Process(density, start, mala),
        ReplicaExchangeOptions replicas => new ReplicaExchangeProcess(density, start, replicas),
        _ => throw new ArgumentException(options.ToString()),
    };
}
