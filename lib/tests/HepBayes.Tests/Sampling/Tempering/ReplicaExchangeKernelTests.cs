using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Tempering;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using TorchSharp;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Tempering;

public class ReplicaExchangeKernelTests
{
    private static readonly double[] Mean = [1, -2];
    private static readonly double[,] Covariance = { { 1, 0.6 }, { 0.6, 2 } };
    private static readonly double[] Ladder = [1, 0.5, 0.2];

    // Replicas that start as exact draws at their temperatures, of N(mean, covariance / b), must still be.
    [Fact]
    public void TransitionsLeaveEveryTemperatureInvariant() => Check(Ladder);

    // An error that exchanges must show: replicas move and are exchanged as if the ladder were another.
    [Fact]
    public void AnotherLadderIsFound() => Assert.ThrowsAny<XunitException>(() => Check([1, 0.9, 0.2]));

    [Fact]
    public void StepsAreTheDrawsOfARun()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity(Mean, Covariance);
        const int Chains = 3;
        var options = new ReplicaExchangeOptions { Warmup = 40, Draws = 10, Seed = 3, Temperatures = 3, MinimumInverseTemperature = 0.2 };
        using var process = new ReplicaExchangeProcess(density, zeros(Chains, 2, dtype: float64), options);
        for (var step = 0; step < options.Warmup; step++)
            process.Warm(step);
        using var saved = new Snapshot();
        process.Save(saved);
        Assert.All(Enumerable.Range(0, 9), row => Assert.Equal(1, saved.Real($"chain_steps.factor.{row}")));
        using var metric = Metric.Restored(saved, CPU);
        using var trajectory = new JitteredTrajectory(options.Replicas);
        trajectory.Restore(saved, CPU);
        var random = ChainRandom.Of(options.Replicas, 9);
        ChainRandom.Restore(saved, random);
        CounterRandom[] swaps = [.. Enumerable.Range(0, Chains).Select(chain => ChainRandom.Of(options, RandomPurpose.ReplicaSwaps, chain: chain))];
        for (var chain = 0; chain < Chains; chain++)
            swaps[chain].Position = saved.Whole($"swaps.random.{chain}");
        var kernel = new ReplicaExchangeKernel(density);
        var state = new ReplicaExchangeState(saved.Tensor("position").clone(), saved.Tensor("log_density").clone(), saved.Tensor("gradient").clone(), process.Ladder.Inverse, (long)saved.Whole("swaps.turn"));
        for (var draw = 0; draw < 6; draw++)
        {
            var of = process.Draw();
            (state, var info) = kernel.Step(state, new HmcParameters(process.StepSize, trajectory.Leapfrogs(process.StepSize), metric), random, swaps);
            Assert.Equal(of.Energy, info.Energy);
            Assert.Equal(of.LogDensity, info.LogDensity);
            Assert.Equal(of.Leapfrogs, info.Leapfrogs);
        }

        Assert.True(process.Position.eq(state.Coldest()).all().item<bool>());
        Assert.Equal(46, state.Turn);
    }

    [Fact]
    public void AStepHasNoMemoryAndTheCallerOwnsTheStates()
    {
        using var density = new NormalDensity(Mean, Covariance);
        using var one = ones(1, 2, dtype: float64);
        using var metric = Metric.Diagonal(one);
        using var start = zeros(2, 2, dtype: float64);
        var kernel = new ReplicaExchangeKernel(density);
        double[] Go()
        {
            using var state = kernel.Init(start, Ladder);
            using var next = kernel.Step(state, new HmcParameters(0.5, 3, metric), Random(6), Random(2)).State;
            Assert.Equal(0, HostMemory.Doubles(state.Position).Sum(Math.Abs));
            Assert.Equal(2, next.Chains);
            return HostMemory.Doubles(next.Position);
        }

        var first = Go();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(first, Go());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void BadInputIsRefused()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity(Mean, Covariance);
        using var metric = Metric.Diagonal(ones(1, 2, dtype: float64));
        using var start = zeros(2, 2, dtype: float64);
        var kernel = new ReplicaExchangeKernel(density);
        double[][] bad = [[1], [0.9, 0.5], [1, 0.5, 0.5], [1, 0], [1, double.NaN], [1, 0.5, 0.7]];
        Assert.All(bad, ladder => Assert.Contains("are no ladder", Assert.Throws<ArgumentException>(() => kernel.Init(start, ladder)).Message, StringComparison.Ordinal));
        var state = kernel.Init(start, Ladder);
        Assert.Contains("2 random generators for 6 chains", Assert.Throws<ArgumentException>(() => kernel.Step(state, new HmcParameters(0.1, 2, metric), Random(2), Random(2))).Message, StringComparison.Ordinal);
        Assert.Contains("6 random generators for the exchanges of 2 chains", Assert.Throws<ArgumentException>(() => kernel.Step(state, new HmcParameters(0.1, 2, metric), Random(6), Random(6))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Step(state, new HmcParameters(0, 2, metric), Random(6), Random(2)));
    }

    private static CounterRandom[] Random(int count) => [.. Enumerable.Range(0, count).Select(i => new CounterRandom(4, (ulong)i))];

    // Draws at the temperatures of the ladder, moved with those given.
    private static void Check(double[] used)
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity(Mean, Covariance);
        const int Chains = 8000;
        var rows = Chains * Ladder.Length;
        var noise = new float[rows * 2];
        new CounterRandom(31).FillNormal(noise);
        var widths = tensor(Ladder).rsqrt().repeat(Chains).unsqueeze(1);
        var position = tensor(noise).to(float64).reshape(rows, 2).matmul(linalg.cholesky(tensor(Covariance)).t()).mul(widths).add(tensor(Mean));
        using var tempered = TemperedDensity.Of(density, Chains, used);
        var point = new HmcKernel(tempered).Init(position);
        var state = new ReplicaExchangeState(point.Position, point.LogDensity, point.Gradient, used, 0);
        var kernel = new ReplicaExchangeKernel(density);
        using var metric = Metric.Diagonal(tensor(new[,] { { 0.5, 2.5 } }));
        CounterRandom[] random = [.. Enumerable.Range(0, rows).Select(i => new CounterRandom(7, (ulong)i))];
        CounterRandom[] swaps = [.. Enumerable.Range(0, Chains).Select(i => new CounterRandom(8, (ulong)i))];
        for (var i = 0; i < 5; i++)
            (state, _) = kernel.Step(state, new HmcParameters(0.9, 3, metric), random, swaps);
        var end = HostMemory.Doubles(state.Position);
        for (var t = 0; t < Ladder.Length; t++)
        {
            for (var p = 0; p < 2; p++)
            {
                var (temperature, parameter) = (t, p);
                var (mean, sd) = (Mean[p], Math.Sqrt(Covariance[p, p] / Ladder[t]));
                double[] values = [.. Enumerable.Range(0, Chains).Select(chain => end[(((chain * Ladder.Length) + temperature) * 2) + parameter])];
                StatAssert.DistributionEquals(values, x => Normal.CDF(mean, sd, x), $"parameter {p} at temperature {t}");
            }
        }
    }
}
