using HepBayes.Networks;
using HepBayes.Prediction;
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

    // The joint maximum of weights and their scales is at scales of 0: a climb there would be a start no chain gets away from.
    [Fact]
    public void ScalesOfAHierarchicalPriorStayWhereTheyStart()
    {
        var network = new BayesianNetwork(Mlp.Of(1, [8], 1, Activation.Tanh), Prior.Hierarchical(), Likelihood.Gaussian(0.1));
        float[] x = [.. Enumerable.Range(0, 40).Select(i => -2 + (i / 10f))];
        using var posterior = network.Posterior(x, [.. x.Select(v => MathF.Sin(2 * v))]);
        var held = posterior.HeldWhileClimbing.GetOffsetAndLength(posterior.Parameters);
        Assert.True(held.Length > 0);
        using var random = posterior.InitialPosition(4, 2);
        using var start = new MapStart().Climb(posterior, random, cancellation: TestContext.Current.CancellationToken);
        using var scope = NewDisposeScope();
        Assert.True(start.narrow(1, held.Offset, held.Length).Equals(random.narrow(1, held.Offset, held.Length)));
        var run = Hmc.Sample(posterior, options: new HmcOptions { Warmup = 200, Draws = 200, Seed = 3 }, cancellation: TestContext.Current.CancellationToken);
        var error = run.Predict(network, x).Mean().Zip(x, (mean, v) => mean - Math.Sin(2 * v)).Average(e => e * e);
        Assert.InRange(Math.Sqrt(error), 0, 0.1);
        Assert.InRange(run.Divergences, 0, run.Draws * run.Chains / 10);
    }

    [Fact]
    public void ACancelledClimbSaysSo()
    {
        using var density = new NormalDensity([1, -1], new[,] { { 1.0, 0.8 }, { 0.8, 1 } });
        using var cancel = new CancellationTokenSource();
        var display = new ProgressCallback(report =>
        {
            if (report.Message.StartsWith("warm start 5 ", StringComparison.Ordinal))
                cancel.Cancel();
        });
        var error = Assert.Throws<SamplingCancelledException>(() => Hmc.Sample(density, progress: display, cancellation: cancel.Token));
        Assert.Null(error.Run);
        Assert.Equal(cancel.Token, error.CancellationToken);
    }

    [Fact]
    public void ABrokenDisplayDoesNotCostTheRun()
    {
        using var density = new NormalDensity([1, -1], new[,] { { 1.0, 0.8 }, { 0.8, 1 } });
        var run = Hmc.Sample(density, options: new HmcOptions { Warmup = 10, Draws = 10 }, progress: new ProgressCallback(_ => throw new InvalidOperationException("the window is gone")), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("the window is gone", run.ProgressError!.Message);
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
