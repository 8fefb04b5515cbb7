using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Running means of what mini-batch gradients scatter, for each parameter of each chain, from pairs of independent batches at
/// the chains' positions: of the plain gradient (for the scale G) and of the gradient that the sampler uses.
/// </summary>
internal sealed class NoiseEstimate
{
    private const double Forget = 0.02;
    private readonly IBatchedDensity density;
    private readonly int blocks;
    private double[] square;
    private double[] plain;
    private double[] used;
    private ulong pairs;

    public NoiseEstimate(IBatchedDensity density, int blocks, int chains)
    {
        (this.density, this.blocks) = (density, blocks);
        var count = chains * density.Parameters;
        (square, plain, used) = (new double[count], new double[count], new double[count]);
    }

    /// <summary>Variance of the gradient that the sampler uses, [chains x parameters].</summary>
    public double[] Used => used;

    /// <summary>Learns from a pair of batches.</summary>
    public void Learn(Tensor position, ControlPoint? control, IReadOnlyList<CounterRandom> random)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (one, other) = (BatchEstimate.Draw(density, blocks, random), BatchEstimate.Draw(density, blocks, random));
        double[] Gradient(RowBatch batch, ControlPoint? point) => HostMemory.Doubles(BatchEstimate.Evaluate(density, position, batch, point).Gradient);
        var (a, b) = (Gradient(one, null), Gradient(other, null));
        var (c, d) = control is null ? (a, b) : (Gradient(one, control), Gradient(other, control));
        var weight = Math.Max(1.0 / ++pairs, Forget);
        for (var i = 0; i < a.Length; i++)
        {
            square[i] += weight * ((0.5 * ((a[i] * a[i]) + (b[i] * b[i]))) - square[i]);
            plain[i] += weight * ((0.5 * (a[i] - b[i]) * (a[i] - b[i])) - plain[i]);
            used[i] += weight * ((0.5 * (c[i] - d[i]) * (c[i] - d[i])) - used[i]);
        }
    }

    /// <summary>G of each parameter of each chain, [chains x parameters].</summary>
    /// <param name="kind">How.</param>
    public double[] Scale(GradientScale kind)
    {
        using var variance = density.InitialVariance();
        var prior = variance is null ? null : HostMemory.Doubles(variance);
        var result = new double[plain.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = kind switch
            {
                GradientScale.Fisher => 1 / ((1 / (prior?[i % prior.Length] ?? 1)) + (plain[i] * RowsOfNoise)),
                GradientScale.RmsProp => 1 / (1e-5 + (Math.Sqrt(square[i]) / density.Rows)),
                _ => 1,
            };
        }

        return result;
    }

    // A batch of n of N blocks scatters with N (N - n) / n times the variance of a block; N times that is the sum over rows.
    private double RowsOfNoise => blocks == density.Blocks ? 0 : (double)blocks / (density.Blocks - blocks);

    public void Save(Snapshot snapshot)
    {
        snapshot.Add("noise.pairs", pairs);
        foreach (var (name, values) in new[] { ("square", square), ("plain", plain), ("used", used) })
        {
            using var tensor = HostMemory.Tensor(values, [values.Length], CPU);
            snapshot.Add($"noise.{name}", tensor);
        }
    }

    public void Restore(Snapshot snapshot)
    {
        pairs = snapshot.Whole("noise.pairs");
        (square, plain, used) = (HostMemory.Doubles(snapshot.Tensor("noise.square")), HostMemory.Doubles(snapshot.Tensor("noise.plain")), HostMemory.Doubles(snapshot.Tensor("noise.used")));
    }
}
