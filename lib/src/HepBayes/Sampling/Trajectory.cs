using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>Chooses how far the chains travel in each transition of Hamiltonian Monte Carlo.</summary>
internal abstract class Trajectory : IDisposable
{
    /// <summary>Leapfrog steps of the next transition, at least 1.</summary>
    /// <param name="stepSize">Leapfrog step.</param>
    public abstract int Leapfrogs(double stepSize);

    /// <summary>Learns from a transition of the warm-up.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="metric">Its metric.</param>
    /// <param name="stepSize">Its step size.</param>
    public virtual void Learn(HmcTransition transition, Metric metric, double stepSize)
    {
    }

    /// <summary>The warm-up is over.</summary>
    public virtual void Freeze()
    {
    }

    public abstract void Save(Snapshot snapshot);

    public abstract void Restore(Snapshot snapshot, torch.Device device);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
