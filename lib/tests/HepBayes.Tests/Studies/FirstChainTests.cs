using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Tests.Studies;

public sealed class FirstChainTests
{
    [Fact]
    public void A_chain_of_its_own_draws_the_numbers_of_its_place()
    {
        var x = new float[60];
        new CounterRandom(2).FillNormal(x);
        var network = new BayesianNetwork(Mlp.Of(2, [4], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(0.5));
        using var posterior = network.Posterior(x, [.. x.Where((_, i) => i % 2 == 0)]);

        // Without adaptation and jitter nothing but their numbers makes chains of one run differ from chains of several.
        var hmc = new HmcOptions { Warmup = 0, Draws = 10, Seed = 4, InitialStepSize = 0.05, Mass = MassMatrix.Unit, Map = null, Jitter = 0 };
        var nuts = new NutsOptions { Warmup = 0, Draws = 10, Seed = 4, InitialStepSize = 0.05, Mass = MassMatrix.Unit, Map = null, MaximumDepth = 4 };
        var (four, trees) = (Hmc.Sample(posterior, null, hmc with { Chains = 4 }, cancellation: TestContext.Current.CancellationToken), Nuts.Sample(posterior, null, nuts with { Chains = 4 }, cancellation: TestContext.Current.CancellationToken));
        for (var chain = 0; chain < 4; chain++)
        {
            Assert.Equal(four.LogDensity()[chain], Hmc.Sample(posterior, null, hmc with { Chains = 1, FirstChain = chain }, cancellation: TestContext.Current.CancellationToken).LogDensity()[0]);
            Assert.Equal(trees.LogDensity()[chain], Nuts.Sample(posterior, null, nuts with { Chains = 1, FirstChain = chain }, cancellation: TestContext.Current.CancellationToken).LogDensity()[0]);
        }

        Assert.NotEqual(four.LogDensity()[0], four.LogDensity()[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Hmc.Sample(posterior, null, hmc with { FirstChain = -1 }, cancellation: TestContext.Current.CancellationToken));
    }
}
