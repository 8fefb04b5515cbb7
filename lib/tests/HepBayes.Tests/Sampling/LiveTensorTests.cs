using HepBayes.Sampling;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Sampling.Riemannian;
using HepBayes.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

/// <summary>Memory of long runs; a class of its own because it takes a while.</summary>
public class LiveTensorTests
{
    [Theory]
    [MemberData(nameof(Samplers.Names), MemberType = typeof(Samplers))]
    public void TenThousandTransitionsKeepNoTensors(string sampler)
    {
        // A metric that depends on the position takes many evaluations of a density.
        using var density = sampler == Samplers.Riemannian ? new NormalDensity([0], new double[,] { { 1 } }) : new NormalDensity([0, 0], new double[,] { { 1, 0 }, { 0, 1 } });
        using var start = full([1, density.Parameters], 0.3, dtype: float64);
        using var process = Samplers.Process(density, start, Brief(Samplers.Options(sampler, 50, 10, seed: 1)));
        for (var step = 0; step < 50; step++)
            process.Warm(step);
        process.Draw();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        // A cycle of ten transitions gives three draws.
        for (var draw = 0; draw < (sampler == Samplers.Cyclical ? 3000 : 10_000); draw++)
            process.Draw();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    // Trajectories of few steps, for tests that need many transitions.
    private static SamplerOptions Brief(SamplerOptions options) => options switch
    {
        HmcOptions hmc => hmc with { MaximumLeapfrogs = 2 },
        BanditOptions bandit => bandit with { MinimumLeapfrogs = 1, MaximumLeapfrogs = 2 },
        HmcGibbsOptions gibbs => gibbs with
        {
            First = gibbs.First with { MaximumLeapfrogs = 2 },
            Second = gibbs.Second with { MaximumLeapfrogs = 2 },
            FirstBandit = gibbs.FirstBandit is { } first ? first with { MinimumLeapfrogs = 1, MaximumLeapfrogs = 2 } : null,
            SecondBandit = gibbs.SecondBandit is { } second ? second with { MinimumLeapfrogs = 1, MaximumLeapfrogs = 2 } : null,
        },
        RiemannianHmcOptions riemannian => riemannian with { MaximumLeapfrogs = 1 },
        MclmcOptions mclmc => mclmc with { MaximumSteps = 3 },
        MamsOptions mams => mams with { MaximumLeapfrogs = 3 },
        CheesOptions chees => chees with { MaximumLeapfrogs = 3 },
        _ => options,
    };
}
