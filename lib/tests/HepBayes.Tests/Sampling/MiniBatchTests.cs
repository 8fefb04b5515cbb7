using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Data;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

/// <summary>Runs of the samplers for large data: random numbers, interruption, schedules, errors.</summary>
public class MiniBatchTests
{
    private const string Sgld = "Sgld";
    private const string Sghmc = "Sghmc";
    private const string Cyclical = "Cyclical";
    private const string Split = "Split";
    private static readonly MapStart ShortClimb = new() { Steps = 50 };

    public static TheoryData<string> All => new(Sgld, Sghmc, Cyclical, Split);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public void ResultsDependOnTheSeedAndNotOnThreads(string sampler)
    {
        using var posterior = Toy();
        var first = Run(1, 1);
        Assert.Equal(first, Run(1, 2));
        Assert.NotEqual(first, Run(2, 1));

        float[] Run(int seed, int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            var run = Sample(posterior, Options(sampler) with { Chains = 3, Seed = seed, Map = ShortClimb });
            Compute.Threads = before;
            return [.. Enumerable.Range(0, 3 * run.Draws).SelectMany(i => run.Position(i / run.Draws, i % run.Draws).ToArray())];
        }
    }

    // Chain 1 alone is chain 1 of two: batches and noise follow from the seed and the chain's number.
    [Theory]
    [InlineData(Sgld)]
    [InlineData(Sghmc)]
    public void AChainDoesNotDependOnTheOthers(string sampler)
    {
        using var posterior = Toy();
        var both = Sample(posterior, Options(sampler) with { Chains = 2, Map = ShortClimb });
        var alone = Sample(posterior, Options(sampler) with { Chains = 1, FirstChain = 1, Map = ShortClimb });
        Assert.Equal(both.Position(1, 9).ToArray(), alone.Position(0, 9).ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ARestoredProcessContinuesBitForBit(string sampler)
    {
        using var posterior = Toy();
        using var start = posterior.Network.PriorDraws(3, seed: 2);
        using var elsewhere = posterior.Network.PriorDraws(3, seed: 3);
        var options = Options(sampler);
        TransitionInfo Move(ChainProcess process, int step) => step < options.Warmup ? process.Warm(step) : process.Draw();
        foreach (var stop in new[] { 0, 7, 23, 35 })
        {
            using var whole = Process(posterior, start, options);
            for (var step = 0; step < stop; step++)
                Move(whole, step);
            using var snapshot = new Snapshot();
            whole.Save(snapshot);
            using var other = Process(posterior, elsewhere, options);
            other.Restore(snapshot);
            for (var step = stop; step < 40; step++)
            {
                var (a, b) = (Move(whole, step), Move(other, step));
                Assert.Equal(a.LogDensity, b.LogDensity);
                Assert.Equal(a.Leapfrogs, b.Leapfrogs);
                Assert.Equal(whole.StepSize, other.StepSize);
            }

            Assert.True(whole.Position.eq(other.Position).all().item<bool>());
            Assert.True(whole.InverseMass.eq(other.InverseMass).all().item<bool>());
        }
    }

    // Cancelled in the warm-up and among the draws, and continued from the folder.
    [Theory]
    [MemberData(nameof(All))]
    public void AnInterruptedRunContinuesFromItsFolder(string sampler)
    {
        using var posterior = Toy();
        using var folder = new TemporaryFolder();
        var options = Options(sampler) with { Chains = 2, Map = ShortClimb };
        var onDisk = options with { Checkpoint = new CheckpointOptions { Folder = folder.File("run") } };
        var whole = Sample(posterior, options);
        foreach (var (word, count) in new[] { ("warm-up", 3), ("draw", 4) })
        {
            using var cancel = new CancellationTokenSource();
            var seen = 0;
            var listener = new ProgressCallback(report =>
            {
                if (report.Message.Contains(word, StringComparison.Ordinal) && ++seen >= count)
                    cancel.Cancel();
            });
            try
            {
                Sample(posterior, onDisk, listener, cancel.Token);
            }
            catch (SamplingCancelledException)
            {
                // The aim: reports are limited in time, so a quick run may also come to its end.
            }
        }

        var continued = Sample(posterior, onDisk);
        for (var draw = 0; draw < whole.Draws; draw++)
            Assert.Equal(whole.Position(1, draw).ToArray(), continued.Position(1, draw).ToArray());
        Assert.Equal(whole.LogDensity()[0], continued.LogDensity()[0]);
        var opened = SamplingRun.Open(folder.File("run"));
        Assert.Equal(options, opened.Options with { Checkpoint = null });
        Assert.Equal(whole.InverseMass, opened.InverseMass);
    }

    // A linear model has one mode, and its posterior is known well enough by plain HMC.
    [Theory]
    [InlineData(Sgld)]
    [InlineData(Sghmc)]
    public void ItJustWorksWithoutAStart(string sampler)
    {
        using var posterior = Line();
        MiniBatchOptions options = sampler == Sgld ? new SgldOptions { Steps = new ConstantStep(0.02) } : new SghmcOptions { Steps = new ConstantStep(0.1) };
        var run = Sample(posterior, options with { ControlVariates = true, BatchRows = 256, Chains = 8, Warmup = 500, Draws = 400, Thin = 5, Map = new MapStart { Steps = 500 } });
        var exact = Hmc.Sample(posterior, null, new HmcOptions { Chains = 8, Draws = 400 }, cancellation: Token);
        for (var p = 0; p < 3; p++)
        {
            var (a, b) = (run.Parameter(p).Select(c => c.Average()).ToArray(), exact.Parameter(p).Select(c => c.Average()).ToArray());
            StatAssert.MeanEquals(a, b.Average(), $"parameter {p}", Math.Sqrt(StatAssert.Variance(b) / b.Length));
        }

        Assert.Equal(0, run.Divergences);
    }

    [Fact]
    public void CyclesKeepOnlyWhatIsSampledWithNoise()
    {
        var steps = new CyclicalStep(0.4, 10, 0.7);
        Assert.Equal(0.4, steps.At(0), 1e-12);
        Assert.Equal(0.2, steps.At(5), 1e-12);
        Assert.Equal(0.4, steps.At(20), 1e-12);
        Assert.Equal([7, 8, 9], Enumerable.Range(0, 10).Where(t => !steps.IsExploring(t)));
        using var posterior = Toy();
        var run = Sample(posterior, Options(Cyclical) with { Chains = 1, Warmup = 0, Draws = 6, Thin = 1, Map = ShortClimb });
        // The first draw of each cycle brings the gradients of what explored before it.
        Assert.Equal([8, 1, 1, 8, 1, 1], run.Leapfrogs()[0]);
    }

    [Fact]
    public void DecayingStepsFollowTheirLaw()
    {
        var steps = new DecayingStep(2, 4, 0.75);
        Assert.Equal(2 * Math.Pow(16, -0.75), steps.At(12), 1e-12);
        Assert.False(steps.IsExploring(3));
    }

    [Fact]
    public void WhatIsNotFiniteStaysBehind()
    {
        using var density = new BlockNormalDensity([1], 4, [0.1]);
        using var start = ones(2, 1, dtype: float64);
        CounterRandom[] random = [new(1), new(2)];
        var kernel = new SgldKernel(density);
        var parameters = new MiniBatchParameters(1e200, 2, [1, 1]);
        using var state = kernel.Init(start, parameters, random);
        var (next, info) = kernel.Step(state, parameters, random);
        Assert.Equal([true, true], info.IsDivergent);
        Assert.Equal([1.0, 1.0], HostMemory.Doubles(next.Position));
        Assert.True(next.LogDensity.isfinite().all().item<bool>());
        next.Dispose();
    }

    // The sum over rows of the squared gradient's variance, from the blocks themselves, and the prior's precision of 1.
    [Fact]
    public void TheFisherScaleIsTheInverseInformation()
    {
        const int Chains = 64;
        using var line = new LineOfBlocks();
        using var start = tensor(Enumerable.Repeat(line.Mode, Chains).SelectMany(m => m).ToArray(), dtype: float32).reshape(Chains, 2);
        var options = new SgldOptions { BatchRows = 64, Warmup = 0, Draws = 4, Thin = 1 };
        var run = HepBayes.Sampling.Sgld.Sample(line.Posterior, start, options, cancellation: Token);
        for (var p = 0; p < 2; p++)
            StatAssert.MeanEquals([.. Enumerable.Range(0, Chains).Select(chain => 1 / run.InverseMass[(2 * chain) + p])], 1 + line.Information(p), $"information of parameter {p}");
    }

    [Fact]
    public void BatchesThatDoNotFitAreRefused()
    {
        using var posterior = Toy();
        Assert.Contains("2001 rows cannot be drawn from 2000", Assert.Throws<ArgumentException>(() => Sample(posterior, new SgldOptions { BatchRows = 2001 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(posterior, new SghmcOptions { BatchRows = 0 }));
        Assert.Contains("32 blocks cannot be divided into 33 parts", Assert.Throws<ArgumentException>(() => Sample(posterior, new SplitHmcOptions { Parts = 33 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(posterior, new SplitHmcOptions { Parts = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(posterior, new SghmcOptions { Friction = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(posterior, new SgldOptions { Steps = new ConstantStep(0) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(posterior, new SgldOptions { Steps = new DecayingStep(1, 1, 0.4) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(posterior, new SgldOptions { Steps = new CyclicalStep(1, 1) }));
    }

    [Fact]
    public void LiveTensorsStayFlat()
    {
        using var posterior = Toy();
        using var start = posterior.Network.PriorDraws(2, seed: 2);
        using var process = Process(posterior, start, Options(Sghmc));
        for (var step = 0; step < 20; step++)
            process.Warm(step);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 40; step++)
            process.Draw();
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static SamplerOptions Options(string sampler) => sampler switch
    {
        Sgld => new SgldOptions { BatchRows = 128, Warmup = 20, Draws = 10, Thin = 2, Seed = 5, ControlVariates = true },
        Sghmc => new SghmcOptions { BatchRows = 128, Warmup = 20, Draws = 10, Thin = 2, Seed = 5, ControlVariates = true, Scale = GradientScale.RmsProp, Steps = new ConstantStep(1e-4) },
        Cyclical => new SghmcOptions { BatchRows = 128, Warmup = 20, Draws = 10, Thin = 2, Seed = 5, Steps = new CyclicalStep(0.02, 10, 0.7) },
        Split => new SplitHmcOptions { Parts = 3, Warmup = 20, Draws = 10, MaximumSteps = 3, Seed = 5 },
        _ => throw new ArgumentException(sampler),
    };

    private static SamplingRun Sample(IBatchedDensity density, SamplerOptions options, IProgress<ProgressReport>? progress = null, CancellationToken? cancellation = null) => options switch
    {
        SgldOptions sgld => HepBayes.Sampling.Sgld.Sample(density, null, sgld, progress, cancellation ?? Token),
        SghmcOptions sghmc => HepBayes.Sampling.Sghmc.Sample(density, null, sghmc, progress, cancellation ?? Token),
        SplitHmcOptions split => SplitHmc.Sample(density, null, split, progress, cancellation ?? Token),
        _ => throw new ArgumentException(options.ToString()),
    };

    private static ChainProcess Process(IBatchedDensity density, Tensor start, SamplerOptions options) => options switch
    {
        SgldOptions sgld => new MiniBatchProcess(density, new SgldKernel(density), start, sgld),
        SghmcOptions sghmc => new MiniBatchProcess(density, new SghmcKernel(density), start, sghmc),
        SplitHmcOptions split => SplitHmc.Process(density, start, split),
        _ => throw new ArgumentException(options.ToString()),
    };

    private static DensePosterior Toy() => Data(new BayesianNetwork(Mlp.Of(2, [4], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.GaussianWithSampledNoise(0.3)));

    private static DensePosterior Line() => Data(new BayesianNetwork(Mlp.Of(2, [], 1, Activation.Identity), Prior.Gaussian(), Likelihood.Gaussian(0.5)));

    private static DensePosterior Data(BayesianNetwork network)
    {
        const int Rows = 2000;
        var x = new float[2 * Rows];
        var random = new CounterRandom(2);
        random.FillNormal(x);
        return network.Posterior(x, [.. Enumerable.Range(0, Rows).Select(i => x[2 * i] - (0.5f * x[(2 * i) + 1]) + (float)(0.5 * random.NextNormal()))]);
    }
}
