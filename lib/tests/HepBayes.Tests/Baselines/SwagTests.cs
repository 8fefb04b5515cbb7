using HepBayes.Baselines;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using TorchSharp;

namespace HepBayes.Tests.Baselines;

public class SwagTests
{
    [Fact]
    public void MomentsAreThoseOfTheSnapshots()
    {
        var (snapshots, moments) = Snapshots(count: 9, rank: 4);
        for (var p = 0; p < 3; p++)
        {
            var values = snapshots.Select(s => (double)s[p]).ToArray();
            Assert.Equal(values.Average(), moments.Mean[p], 1e-12);
            Assert.Equal(values.Sum(v => v * v) / 9 - Math.Pow(values.Average(), 2), moments.Variance[p], 1e-12);

            // Each deviation is from the mean of the snapshots up to its own.
            var expected = Enumerable.Range(5, 4).Select(k => values[k] - values[..(k + 1)].Average());
            Assert.All(moments.Deviations.Zip(expected), pair => Assert.Equal(pair.Second, pair.First[p], 1e-12));
        }

        Assert.Equal(4, moments.Deviations.Count);
    }

    [Fact]
    public void DrawsHaveHalfTheDiagonalAndHalfTheLowRankCovariance()
    {
        const int Draws = 20_000;
        var (_, moments) = Snapshots(count: 12, rank: 5);
        var draws = new float[Draws][];
        for (var d = 0; d < Draws; d++)
        {
            draws[d] = new float[3];
            moments.Draw(new CounterRandom(3, (ulong)d), draws[d]);
        }

        double Product(float[] draw, int i, int j) => (draw[i] - moments.Mean[i]) * (draw[j] - moments.Mean[j]);
        for (var i = 0; i < 3; i++)
        {
            StatAssert.MeanEquals([.. draws.Select(d => (double)d[i])], moments.Mean[i], $"mean {i}");
            for (var j = i; j < 3; j++)
            {
                var expected = ((i == j ? moments.Variance[i] : 0) + (moments.Deviations.Sum(v => v[i] * v[j]) / 4)) / 2;
                StatAssert.MeanEquals([.. draws.Select(d => Product(d, i, j))], expected, $"covariance [{i}, {j}]");

                // A planted error: the divisor K in place of K - 1 is seen.
                if (i == j)
                    Assert.ThrowsAny<Exception>(() => StatAssert.MeanEquals([.. draws.Select(d => Product(d, i, i))], (moments.Variance[i] + (moments.Deviations.Sum(v => v[i] * v[i]) / 5)) / 2, "planted"));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void FullBatchDescentOnAQuadraticLossStaysAtItsMinimum(int cycle)
    {
        var model = new LinearModel(64, inputs: 2, outputs: 1, seed: 1);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        using var start = torch.tensor(model.Maximum).reshape(1, 3).repeat(2, 1);
        var swag = Swag.Fit(posterior, start, new SwagOptions { Epochs = 40, CycleEpochs = cycle, BatchRows = 64 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(2, swag.Members);
        for (var p = 0; p < 3; p++)
            Assert.Equal(model.Maximum[p], swag.Mean(1)[p], 1e-3);
    }

    [Fact]
    public void MiniBatchesMakeTheWeightsScatterAboutTheMinimum()
    {
        var model = new LinearModel(1024, inputs: 2, outputs: 1, seed: 2);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        using var start = torch.tensor(model.Maximum).reshape(1, 3).repeat(2, 1);
        SwagPosterior Walk(double rate, int seed) => Swag.Fit(posterior, start, new SwagOptions { Epochs = 200, BatchRows = 64, LearningRate = rate, Seed = seed }, cancellation: TestContext.Current.CancellationToken);
        double Spread(SwagPosterior swag) => StatAssert.Variance([.. Enumerable.Range(0, 400).Select(d => (double)swag.Sample(400, seed: 1).Position(0, d)[0])]);
        var (slow, fast, other) = (Walk(1e-3, 1), Walk(1e-2, 1), Walk(1e-2, 2));
        Assert.True(Spread(fast) > 2 * Spread(slow), $"{Spread(fast)} {Spread(slow)}");

        // The mean stays within a few posterior standard deviations of the maximum.
        for (var p = 0; p < 3; p++)
            Assert.Equal(model.Maximum[p], fast.Mean(0)[p], 5 * Math.Sqrt(model.Covariance[p, p]));
        Assert.Equal(fast.Sample(3, seed: 1).Position(1, 2).ToArray(), Walk(1e-2, 1).Sample(3, seed: 1).Position(1, 2).ToArray());
        Assert.NotEqual(fast.Mean(0).ToArray(), other.Mean(0).ToArray());
        Assert.Equal((2, 3), (fast.Sample(3, seed: 1).Chains, fast.Sample(3, seed: 1).Draws));
    }

    [Fact]
    public void BadSettingsAreRefused()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var model = new LinearModel(64, inputs: 2, outputs: 1, seed: 1);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        using var start = torch.zeros(1, 3);
        using var wrong = torch.zeros(1, 4);
        Assert.Contains("[members, 3]", Assert.Throws<ArgumentException>(() => Swag.Fit(posterior, wrong, cancellation: cancellation)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Swag.Fit(posterior, start, new SwagOptions { Epochs = 15, CycleEpochs = 10 }, cancellation: cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => Swag.Fit(posterior, start, new SwagOptions { Rank = 1 }, cancellation: cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => Swag.Fit(posterior, start, new SwagOptions { Momentum = 1 }, cancellation: cancellation));
        Assert.Contains("learning rate", Assert.Throws<ArithmeticException>(() => Swag.Fit(posterior, start, new SwagOptions { LearningRate = 1e6 }, cancellation: cancellation)).Message, StringComparison.Ordinal);
    }

    private static (float[][] Snapshots, SwagMoments Moments) Snapshots(int count, int rank)
    {
        var random = new CounterRandom(5);
        var snapshots = Enumerable.Range(0, count).Select(_ =>
        {
            var common = random.NextNormal();
            return new[] { (float)(1 + common), (float)((2 * common) + (0.3 * random.NextNormal())), (float)(0.5 * random.NextNormal()) };
        }).ToArray();
        var moments = new SwagMoments(3, rank);
        foreach (var snapshot in snapshots)
            moments.Add(snapshot);
        return (snapshots, moments);
    }
}
