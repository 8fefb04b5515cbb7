using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>
/// Chains on their way: positions, adaptation and random numbers of one algorithm. The loop that calls it, the storage of
/// draws and the checkpoints know nothing of the algorithm. <see cref="Save"/> must hold everything that decides the
/// future, so that a restored process continues bit for bit.
/// </summary>
internal abstract class ChainProcess : IDisposable
{
    /// <summary>Number of chains.</summary>
    public abstract int Chains { get; }

    /// <summary>Where the chains stand, [chains, parameters]; belongs to the process.</summary>
    public abstract torch.Tensor Position { get; }

    /// <summary>The step size of the last transition.</summary>
    public abstract double StepSize { get; }

    /// <summary>Inverse of the diagonal mass matrix, [chains, parameters]; belongs to the process.</summary>
    public abstract torch.Tensor InverseMass { get; }

    /// <summary>One transition of the warm-up, which also adapts.</summary>
    /// <param name="step">Its number, from 0.</param>
    public abstract TransitionInfo Warm(int step);

    /// <summary>One transition after the warm-up.</summary>
    public abstract TransitionInfo Draw();

    /// <summary>Writes everything that decides the future.</summary>
    /// <param name="snapshot">Receives it.</param>
    public abstract void Save(Snapshot snapshot);

    /// <summary>Continues from what <see cref="Save"/> wrote.</summary>
    /// <param name="snapshot">What was written by a process of the same model and options.</param>
    public abstract void Restore(Snapshot snapshot);

    /// <inheritdoc/>
    public abstract void Dispose();
}
