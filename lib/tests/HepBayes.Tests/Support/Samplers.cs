using HepBayes.Networks;
using HepBayes.Sampling;
using HepBayes.Sampling.Langevin;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Sampling.Riemannian;
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
    public const string GibbsBandit = "Gibbs with bandits";
    public const string Mams = "Mams";
    public const string Mclmc = "Mclmc";
    public const string Mala = "Mala";
    public const string Replicas = "Replicas";
    public const string Riemannian = "Riemannian";
    public const string Sgld = "Sgld";
    public const string Sghmc = "Sghmc";
    public const string Cyclical = "Sghmc in cycles";
    public const string Split = "Split";

    /// <summary>Those that are exact and need no more transitions than others.</summary>
    public static TheoryData<string> All => new(Hmc, Nuts, Chees, Bandit, Gibbs, GibbsBandit, Mams);

    /// <summary>All that take any density and find the posterior of a network in few transitions.</summary>
    public static TheoryData<string> Every => new(Hmc, Nuts, Chees, Bandit, Gibbs, GibbsBandit, Mams, Mclmc, Mala, Replicas);

    /// <summary>All, without exception; for densities in float64 on the processor.</summary>
    public static TheoryData<string> Names => new(Hmc, Nuts, Chees, Bandit, Gibbs, GibbsBandit, Mams, Mclmc, Mala, Replicas, Riemannian, Sgld, Sghmc, Cyclical, Split);

    public static SamplerOptions Options(string sampler, int warmup, int draws, int seed, MassMatrix mass = MassMatrix.PerChain) => sampler switch
    {
        Hmc => new HmcOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        Nuts => new NutsOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        Chees => new CheesOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumLeapfrogs = 200 },
        Bandit => new BanditOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumLeapfrogs = 30 },
        Gibbs => new HmcGibbsOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        GibbsBandit => new HmcGibbsOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, FirstBandit = new() { MaximumLeapfrogs = 30 }, SecondBandit = new() { MaximumLeapfrogs = 30 } },
        Mams => new MamsOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumLeapfrogs = 200 },
        Mclmc => new MclmcOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, MaximumSteps = 100 },
        Mala => new MalaOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass },
        Replicas => new ReplicaExchangeOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, Temperatures = 3, MinimumInverseTemperature = 0.3 },
        Riemannian => new RiemannianHmcOptions { Warmup = warmup, Draws = draws, Seed = seed, MaximumLeapfrogs = 3 },
        Sgld => new SgldOptions { Warmup = warmup, Draws = draws, Seed = seed, BatchRows = 1, ControlVariates = true, Thin = 2 },
        Sghmc => new SghmcOptions { Warmup = warmup, Draws = draws, Seed = seed, BatchRows = 1, Scale = GradientScale.RmsProp, Thin = 2 },
        Cyclical => new SghmcOptions { Warmup = warmup, Draws = draws, Seed = seed, BatchRows = 1, Steps = new CyclicalStep(0.02, 10, 0.7), Thin = 2 },
        Split => new SplitHmcOptions { Warmup = warmup, Draws = draws, Seed = seed, Mass = mass, Parts = 3, MaximumSteps = 5 },
        _ => throw new ArgumentException(sampler),
    };

    public static SamplingRun Sample(ILogDensity density, torch.Tensor? start, SamplerOptions options, CancellationToken? cancellation = null)
    {
        var token = cancellation ?? TestContext.Current.CancellationToken;
        return options switch
        {
            HmcOptions hmc => HepBayes.Sampling.Hmc.Sample(density, start, hmc, cancellation: token),
            NutsOptions nuts => HepBayes.Sampling.Nuts.Sample(density, start, nuts, cancellation: token),
            CheesOptions chees => HepBayes.Sampling.Chees.Sample(density, start, chees, cancellation: token),
            BanditOptions bandit => BanditHmc.Sample(density, start, bandit, cancellation: token),
            HmcGibbsOptions gibbs => HmcGibbs.Sample(density, 1, start, gibbs, cancellation: token),
            MamsOptions mams => HepBayes.Sampling.Microcanonical.Mams.Sample(density, start, mams, cancellation: token),
            MclmcOptions mclmc => HepBayes.Sampling.Microcanonical.Mclmc.Sample(density, start, mclmc, cancellation: token),
            MalaOptions mala => HepBayes.Sampling.Langevin.Mala.Sample(density, start, mala, cancellation: token),
            ReplicaExchangeOptions replicas => ReplicaExchange.Sample(density, start, replicas, cancellation: token).Draws,
            RiemannianHmcOptions riemannian => RiemannianHmc.Sample(density, start: start, options: riemannian, cancellation: token).Draws,
            SgldOptions sgld => HepBayes.Sampling.Sgld.Sample(Batched(density), start, sgld, cancellation: token),
            SghmcOptions sghmc => HepBayes.Sampling.Sghmc.Sample(Batched(density), start, sghmc, cancellation: token),
            SplitHmcOptions split => SplitHmc.Sample(Batched(density), start, split, cancellation: token),
            _ => throw new ArgumentException(options.ToString()),
        };
    }

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
        RiemannianHmcOptions riemannian => new RiemannianHmcProcess(density, null, start, riemannian),
        SgldOptions sgld => new MiniBatchProcess(Batched(density), new SgldKernel(Batched(density)), start, sgld),
        SghmcOptions sghmc => new MiniBatchProcess(Batched(density), new SghmcKernel(Batched(density)), start, sghmc),
        SplitHmcOptions split => SplitHmc.Process(Batched(density), start, split),
        _ => throw new ArgumentException(options.ToString()),
    };

    // Any density as one of parts of the data.
    private static IBatchedDensity Batched(ILogDensity density) => density as IBatchedDensity ?? new UnevenBlocks(density, 4);
}
