using HepBayes.Networks;

namespace HepBayes.Sampling;

/// <summary>A state of chains whose rows code on the processor reaches without tensors.</summary>
/// <param name="chains">Number of chains.</param>
/// <param name="density">Decides length, number type and device.</param>
internal sealed class StateRows(int chains, ILogDensity density) : IDisposable
{
    /// <summary>[chains, parameters].</summary>
    public RowBuffer Position { get; } = RowBuffer.Matrix(chains, density.Parameters, density.NumberType, density.Device);

    /// <summary>[chains, parameters].</summary>
    public RowBuffer Gradient { get; } = RowBuffer.Matrix(chains, density.Parameters, density.NumberType, density.Device);

    /// <summary>[chains] in float64.</summary>
    public RowBuffer LogDensity { get; } = RowBuffer.Vector(chains, density.Device);

    /// <summary>The state as tensors on the device, which belong to the rows.</summary>
    public HmcState State => new(Position.All, LogDensity.All, Gradient.All);

    /// <summary>Takes a copy of a state.</summary>
    public void Set(HmcState state)
    {
        Position.Set(state.Position);
        Gradient.Set(state.Gradient);
        LogDensity.Set(state.LogDensity);
    }

    /// <summary>Brings the first rows to the device.</summary>
    public void ToDevice(int count)
    {
        Position.ToDevice(count);
        Gradient.ToDevice(count);
        LogDensity.ToDevice(count);
    }

    /// <summary>Takes one chain from other rows.</summary>
    public void Take<T>(int chain, StateRows other) where T : unmanaged
    {
        other.Position.Row<T>(chain).CopyTo(Position.Row<T>(chain));
        other.Gradient.Row<T>(chain).CopyTo(Gradient.Row<T>(chain));
        LogDensity.Row<double>(chain)[0] = other.LogDensity.Row<double>(chain)[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Position.Dispose();
        Gradient.Dispose();
        LogDensity.Dispose();
    }
}
