using HepBayes.Networks;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

public class MapStartTests
{
    [Fact]
    public void ItClimbsToTheMaximum()
    {
        using var density = new NormalDensity([1, -1], new[,] { { 1.0, 0.8 }, { 0.8, 1 } });
        using var start = full([3, 2], 4.0, dtype: float64);
        using var end = new MapStart().Climb(density, start, cancellation: TestContext.Current.CancellationToken);
        Assert.All(Enumerable.Range(0, 3), chain => Assert.Equal([1.0, -1.0], end[chain].data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 0.05));
        Assert.Equal(4.0, start[0, 0].item<double>());
    }

    // Where the density breaks down on the way, the best point before counts.
    [Fact]
    public void ItKeepsTheBestFinitePoint()
    {
        using var density = new FunctionDensity(1, (x, g) =>
        {
            g[0] = x[0] > 1 ? double.NaN : 1;
            return x[0] > 1 ? double.NaN : x[0];
        });
        using var start = zeros(2, 1, dtype: float64);
        using var end = new MapStart().Climb(density, start, cancellation: TestContext.Current.CancellationToken);
        Assert.All(end.data<double>().ToArray(), x => Assert.InRange(x, 0.5, 1));
    }

    [Fact]
    public void RandomStartsAvoidPointsWithoutDensity()
    {
        using var density = new FunctionDensity(1, (x, g) => x[0] < 1 ? double.NegativeInfinity : 0);
        using var start = SamplerStart.Choose(density, null, new HmcOptions { Chains = 20, Map = null }, null, TestContext.Current.CancellationToken);
        Assert.All(start.data<double>().ToArray(), x => Assert.InRange(x, 1, 2));
        using var nowhere = new FunctionDensity(1, (_, _) => double.NaN);
        Assert.Contains("Give a start", Assert.Throws<ArgumentException>(() => SamplerStart.Choose(nowhere, null, new HmcOptions(), null, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChainsOfANetworkStartAsAFittedEnsemble()
    {
        var network = new BayesianNetwork(Mlp.Of(1, [8], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(0.1));
        var x = Enumerable.Range(0, 40).Select(i => -2 + (i / 10f)).ToArray();
        using var posterior = network.Posterior(x, [.. x.Select(v => MathF.Sin(2 * v))]);
        using var random = posterior.InitialPosition(3, 2);
        using var start = new MapStart().Climb(posterior, random, cancellation: TestContext.Current.CancellationToken);
        using var scope = NewDisposeScope();
        var (before, after) = (posterior.Evaluate(random).LogDensity, posterior.Evaluate(start).LogDensity);
        // 40 points within a few noise widths, from many thousands of units of log density below.
        Assert.True(after.min().item<double>() > -100 && before.max().item<double>() < -1000);
        Assert.False(start[0].eq(start[1]).all().item<bool>());
    }
}
