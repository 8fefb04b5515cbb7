using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Learns a <see cref="Metric"/> from the states of the warm-up.</summary>
internal abstract class MetricEstimator : IDisposable
{
    /// <summary>The estimator of a run.</summary>
    public static MetricEstimator Of(MassMatrix mass, int chains, ILogDensity density)
    {
        var guess = mass == MassMatrix.Unit ? null : density.InitialVariance();
        guess ??= ones(density.Parameters, dtype: float64, device: density.Device);
        return mass switch
        {
            MassMatrix.PerChain => new DiagonalEstimator(chains, guess, density.NumberType, pooled: false),
            MassMatrix.Pooled => new DiagonalEstimator(chains, guess, density.NumberType, pooled: true),
            MassMatrix.LowRank => new LowRankEstimator(chains, guess, density.NumberType),
            _ => new FixedEstimator(chains, guess, density.NumberType),
        };
    }

    /// <summary>Adds where the chains stand.</summary>
    /// <param name="state">The state after a transition.</param>
    public abstract void Add(HmcState state);

    /// <summary>The metric after the states so far, or the guess where they are too few; the caller owns it.</summary>
    public abstract Metric Estimate();

    /// <summary>Forgets all states.</summary>
    public abstract void Reset();

    public abstract void Save(Snapshot snapshot);

    public abstract void Restore(Snapshot snapshot);

    /// <inheritdoc/>
    public abstract void Dispose();
}
