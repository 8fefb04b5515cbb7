using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>A <see cref="Metric"/> in float64 arrays on the processor, chain by chain.</summary>
internal sealed class HostMetric
{
    private readonly int parameters;
    private readonly int chains;
    private readonly int rank;
    private readonly double[] scale;
    private readonly double[] directions = [];
    private readonly double[] eigenvalues = [];

    public HostMetric(Metric metric)
    {
        (chains, parameters) = ((int)metric.Scale.shape[0], (int)metric.Scale.shape[1]);
        scale = Values(metric.Scale);
        if (metric.IsDiagonal)
            return;
        rank = (int)metric.Eigenvalues!.shape[1];
        using var scope = NewDisposeScope();
        directions = Values(metric.Directions!.transpose(1, 2));
        eigenvalues = Values(metric.Eigenvalues);
    }

    /// <summary>Turns standard normal numbers into a momentum in place.</summary>
    public void Momentum(int chain, Span<double> normal)
    {
        Correct(chain, normal, value => (1 / Math.Sqrt(value)) - 1);
        var own = Scale(chain);
        for (var i = 0; i < normal.Length; i++)
            normal[i] /= own[i];
    }

    /// <summary>velocity = M^-1 momentum.</summary>
    public void Velocity(int chain, ReadOnlySpan<double> momentum, Span<double> velocity)
    {
        var own = Scale(chain);
        if (rank == 0)
        {
            for (var i = 0; i < velocity.Length; i++)
                velocity[i] = own[i] * own[i] * momentum[i];
            return;
        }

        for (var i = 0; i < velocity.Length; i++)
            velocity[i] = own[i] * momentum[i];
        Correct(chain, velocity, value => value - 1);
        for (var i = 0; i < velocity.Length; i++)
            velocity[i] *= own[i];
    }

    // x += U (factor(L) (U^T x)), one direction after the other, which is the same because they are orthogonal.
    private void Correct(int chain, Span<double> x, Func<double, double> factor)
    {
        var row = Row(chain);
        for (var r = 0; r < rank; r++)
        {
            var direction = directions.AsSpan(((row * rank) + r) * parameters, parameters);
            Vectors.AddScaled<double>(x, direction, factor(eigenvalues[(row * rank) + r]) * Vectors.Dot(x, direction));
        }
    }

    private ReadOnlySpan<double> Scale(int chain) => scale.AsSpan(Row(chain) * parameters, parameters);

    private int Row(int chain) => chains == 1 ? 0 : chain;

    private static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.to(float64).cpu().contiguous().data<double>().ToArray();
    }
}
