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

    /// <summary>Warm-up transitions.</summary>
    public int Warmup { get; init; } = 300;

    /// <summary>Kept transitions.</summary>
    public int Draws { get; init; } = 300;

    /// <summary>Where chains start, [chains, parameters], by default standard normal numbers.</summary>
    public Func<int, Tensor>? Start { get; init; }

    /// <summary>Samples the target and compares every expectation.</summary>
    public void Check(TestSamplers.Sampler sampler, Device device, int seed)
    {
        using var density = Density(device);
        using var start = Start?.Invoke(Chains) ?? StandardNormal(density.Parameters, seed);
        Check(sampler(density, start, Warmup, Draws, seed));
    }

    /// <summary>Compares every expectation with a run of independent chains.</summary>
    public void Check(HmcRun run)
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
        for (var chain = 0; chain < chains; chain++)
        {
            for (var draw = 0; draw < draws; draw++)
            {
                var (position, logDensity) = of(chain, draw);
                for (var e = 0; e < averages.Length; e++)
                    averages[e][chain] += Expectations[e].Value(position, logDensity) / draws;
            }
        }

        for (var e = 0; e < averages.Length; e++)
            StatAssert.MeanEquals(averages[e], Expectations[e].Mean, Expectations[e].Name, Expectations[e].StandardError);
    }

    private static Tensor StandardNormal(int parameters, int seed)
    {
        var values = new float[Chains * parameters];
        new CounterRandom((ulong)seed, 99).FillNormal(values);
        return tensor(values).reshape(Chains, parameters);
    }
}
