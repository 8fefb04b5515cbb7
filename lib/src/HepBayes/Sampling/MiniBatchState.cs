using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>Where every chain of a mini-batch sampler stands; all in float64.</summary>
/// <param name="Position">[chains, parameters].</param>
/// <param name="Velocity">[chains, parameters]; zeros for a sampler without momentum.</param>
/// <param name="LogDensity">Unbiased estimate of the log density at the position, [chains].</param>
/// <param name="Gradient">Unbiased estimate of its gradient, [chains, parameters].</param>
public readonly record struct MiniBatchState(torch.Tensor Position, torch.Tensor Velocity, torch.Tensor LogDensity, torch.Tensor Gradient) : IDisposable
{
    /// <summary>Number of chains.</summary>
    public int Chains => (int)Position.shape[0];

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Position.Dispose();
        Velocity.Dispose();
        LogDensity.Dispose();
        Gradient.Dispose();
    }

    internal MiniBatchState Detach() =>
        new(Position.DetachFromDisposeScope(), Velocity.DetachFromDisposeScope(), LogDensity.DetachFromDisposeScope(), Gradient.DetachFromDisposeScope());

    internal MiniBatchState MoveToOuterDisposeScope() =>
        new(Position.MoveToOuterDisposeScope(), Velocity.MoveToOuterDisposeScope(), LogDensity.MoveToOuterDisposeScope(), Gradient.MoveToOuterDisposeScope());

    internal void Save(Snapshot snapshot)
    {
        snapshot.Add("position", Position);
        snapshot.Add("velocity", Velocity);
        snapshot.Add("log_density", LogDensity);
        snapshot.Add("gradient", Gradient);
    }

    internal static MiniBatchState Restored(Snapshot snapshot)
    {
        torch.Tensor Copy(string name) => snapshot.Tensor(name).clone();
        return new MiniBatchState(Copy("position"), Copy("velocity"), Copy("log_density"), Copy("gradient")).Detach();
    }
}
