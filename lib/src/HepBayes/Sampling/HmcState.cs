using TorchSharp;

namespace HepBayes.Sampling;

/// <summary>Where every chain stands.</summary>
/// <param name="Position">[chains, parameters].</param>
/// <param name="LogDensity">[chains], float64.</param>
/// <param name="Gradient">Gradient of the log density, [chains, parameters].</param>
public readonly record struct HmcState(torch.Tensor Position, torch.Tensor LogDensity, torch.Tensor Gradient) : IDisposable
{
    /// <summary>Number of chains.</summary>
    public int Chains => (int)Position.shape[0];

    /// <summary>Releases the three tensors.</summary>
    public void Dispose()
    {
        Position.Dispose();
        LogDensity.Dispose();
        Gradient.Dispose();
    }

    /// <summary>A copy, which belongs to the caller.</summary>
    internal HmcState Copy() => new(Position.clone(), LogDensity.clone(), Gradient.clone());

    internal HmcState MoveToOuterDisposeScope() =>
        new(Position.MoveToOuterDisposeScope(), LogDensity.MoveToOuterDisposeScope(), Gradient.MoveToOuterDisposeScope());

    internal HmcState Detach() =>
        new(Position.DetachFromDisposeScope(), LogDensity.DetachFromDisposeScope(), Gradient.DetachFromDisposeScope());

    internal void Save(Snapshot snapshot)
    {
        snapshot.Add("position", Position);
        snapshot.Add("log_density", LogDensity);
        snapshot.Add("gradient", Gradient);
    }

    internal static HmcState Restored(Snapshot snapshot, torch.Device device)
    {
        torch.Tensor Copy(string name) => snapshot.Tensor(name).clone().to(device);
        return new HmcState(Copy("position"), Copy("log_density"), Copy("gradient"));
    }
}
