using System.Numerics;
using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>A <see cref="Metric"/> in arrays on the processor, chain by chain.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class HostMetric<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int parameters;
    private readonly int chains;
    private readonly int rank;
    private readonly T[] scale;
    private readonly T[] inverseMass;
    private readonly T[] directions = [];
    private readonly T[] eigenvalues = [];

    public HostMetric(Metric metric)
    {
        (chains, parameters) = ((int)metric.Scale.shape[0], (int)metric.Scale.shape[1]);
        scale = Values(metric.Scale);
        inverseMass = new T[scale.Length];
        Vectors.Multiply<T>(scale, scale, inverseMass);
        if (metric.IsDiagonal)
            return;
        rank = (int)metric.Eigenvalues!.shape[1];
        using var scope = NewDisposeScope();
        directions = Values(metric.Directions!.transpose(1, 2));
        eigenvalues = Values(metric.Eigenvalues);
    }

    /// <summary>Turns standard normal numbers into a momentum in place.</summary>
    public void Momentum(int chain, Span<T> normal)
    {
        Correct(chain, normal, value => T.One / T.Sqrt(value) - T.One);
        var own = Own(scale, chain);
        for (var i = 0; i < normal.Length; i++)
            normal[i] /= own[i];
    }

    /// <summary>velocity = M^-1 momentum.</summary>
    public void Velocity(int chain, ReadOnlySpan<T> momentum, Span<T> velocity)
    {
        if (rank == 0)
        {
            Vectors.Multiply(momentum, Own(inverseMass, chain), velocity);
            return;
        }

        var own = Own(scale, chain);
        Vectors.Multiply(momentum, own, velocity);
        Correct(chain, velocity, value => value - T.One);
        Vectors.Multiply(velocity, own, velocity);
    }

    /// <summary>position += step M^-1 momentum.</summary>
    /// <param name="chain">Chain.</param>
    /// <param name="position">Changed.</param>
    /// <param name="momentum">Momentum.</param>
    /// <param name="step">Step.</param>
    /// <param name="velocity">Room for a velocity.</param>
    public void Drift(int chain, Span<T> position, ReadOnlySpan<T> momentum, T step, Span<T> velocity)
    {
        if (rank == 0)
        {
            Vectors.AddProduct(position, momentum, Own(inverseMass, chain), step);
            return;
        }

        Velocity(chain, momentum, velocity);
        Vectors.AddScaled(position, velocity, step);
    }

    /// <summary>Kinetic energy p^T M^-1 p / 2.</summary>
    /// <param name="chain">Chain.</param>
    /// <param name="momentum">Momentum.</param>
    /// <param name="velocity">Room for a velocity.</param>
    public double Kinetic(int chain, ReadOnlySpan<T> momentum, Span<T> velocity)
    {
        if (rank == 0)
            return 0.5 * Vectors.WeightedSquares(momentum, Own(inverseMass, chain));
        Velocity(chain, momentum, velocity);
        var sum = 0.0;
        for (var i = 0; i < velocity.Length; i++)
            sum += Real.ToDouble(velocity[i]) * Real.ToDouble(momentum[i]);
        return 0.5 * sum;
    }

    // x += U (factor(L) (U^T x)), one direction after the other, which is the same because they are orthogonal.
    private void Correct(int chain, Span<T> x, Func<T, T> factor)
    {
        var row = Row(chain);
        for (var r = 0; r < rank; r++)
        {
            var direction = directions.AsSpan(((row * rank) + r) * parameters, parameters);
            Vectors.AddScaled(x, direction, factor(eigenvalues[(row * rank) + r]) * Vectors.Dot<T>(x, direction));
        }
    }

    private ReadOnlySpan<T> Own(T[] values, int chain) => values.AsSpan(Row(chain) * parameters, parameters);

    private int Row(int chain) => chains == 1 ? 0 : chain;

    private static T[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var type = typeof(T) == typeof(double) ? float64 : float32;
        return tensor.to(type).cpu().contiguous().data<T>().ToArray();
    }
}
