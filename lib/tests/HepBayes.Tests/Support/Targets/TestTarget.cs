using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>A distribution with known expectations that every sampler must reproduce.</summary>
/// <param name="Density">Makes its density on a device.</param>
/// <param name="Expectations">What is known of it.</param>
internal sealed record TestTarget(Func<Device, ILogDensity> Density, IReadOnlyList<Expectation> Expectations)
{
    // Independent chains, each reduced to one number: the assertions need no effective sample size.
    private const int Chains = 64;

    // One chain infinitely far away leaves the size of as many draws as there are chains.
    private const double SmallestSize = 3 * Chains;

    /// <summary>Warm-up transitions.</summary>
    public int Warmup { get; init; } = 300;

    /// <summary>Kept transitions.</summary>
    public int Draws { get; init; } = 300;

    /// <summary>Where chains start for a number of chains and a seed, [chains, parameters]; by default normal numbers times <see cref="StartScale"/>.</summary>
    public Func<int, int, Tensor>? Start { get; init; }

    /// <summary>Standard deviation of the default start: wider than the target, not so wide that chains cannot move.</summary>
    public double StartScale { get; init; } = 1;

    /// <summary>Samples the target and compares every expectation.</summary>
    public void Check(TestSamplers.Sampler sampler, Device device, int seed)
    {
        using var formula = Density(device);
        // On the processor the samplers meet formulas as functions, without tensors in between.
        using var density = formula is PointDensity point && device.type == TorchSharp.DeviceType.CPU ? LogDensity.Of(point.Parameters, point.Evaluate) : formula;
        using var start = Start?.Invoke(Chains, seed) ?? DefaultStart(density.Parameters, seed);
        Check(sampler(density, start, Warmup, Draws, seed));
    }

    /// <summary>Compares every expectation with a run of independent chains.</summary>
    public void Check(SamplingRun run)
    {
        var logDensity = run.LogDensity();
        var position = new double[run.Parameters];
        Check(run.Chains, run.Draws, (chain, draw) =>
        {
            var stored = run.Position(chain, draw);
            for (var p = 0; p < position.Length; p++)
                position[p] = stored[p];
            return (position, logDensity[chain][draw]);
        });
    }

    /// <summary>Compares every expectation with draws of independent chains.</summary>
    public void Check(int chains, int draws, Func<int, int, (double[] Position, double LogDensity)> of)
    {
        var averages = Expectations.Select(_ => new double[chains]).ToArray();
        var squares = new double[averages.Length];
        for (var chain = 0; chain < chains; chain++)
        {
            for (var draw = 0; draw < draws; draw++)
            {
                var (position, logDensity) = of(chain, draw);
                for (var e = 0; e < averages.Length; e++)
                {
                    var value = Expectations[e].Value(position, logDensity);
                    averages[e][chain] += value / draws;
                    squares[e] += value * value / (draws * chains);
                }
            }
        }

        for (var e = 0; e < averages.Length; e++)
        {
            RefuseStuckChains(averages[e], squares[e], Expectations[e].Name);
            StatAssert.MeanEquals(averages[e], Expectations[e].Mean, Expectations[e].Name, Expectations[e].StandardError);
        }
    }

    // A chain that stands still far away widens the spread of the averages, and the test of their mean sees nothing any more.
    private static void RefuseStuckChains(double[] averages, double square, string what)
    {
        var (mean, squaredError) = (averages.Average(), StatAssert.Variance(averages) / averages.Length);
        var size = (square - (mean * mean)) / squaredError;
        Assert.True(size > SmallestSize, $"{what}: the averages of the chains scatter like {size:F0} independent draws; at least {SmallestSize} are needed. A chain is stuck, or the chains are too short.");
    }

    private Tensor DefaultStart(int parameters, int seed)
    {
        var values = new float[Chains * parameters];
        new CounterRandom((ulong)seed, 99).FillNormal(values);
        return tensor([.. values.Select(v => v * StartScale)], dtype: float64).reshape(Chains, parameters);
    }
}
