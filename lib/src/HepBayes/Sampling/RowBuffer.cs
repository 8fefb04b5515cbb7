using HepBayes.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Rows of a float32 or float64 matrix that code on the processor fills or reads, with a copy on the density's device.</summary>
internal sealed class RowBuffer : IDisposable
{
    private readonly Tensor host;
    private readonly Tensor device;
    private readonly int width;

    public RowBuffer(int rows, int width, ScalarType type, Device target)
    {
        this.width = width;
        host = zeros(rows, width, dtype: type).DetachFromDisposeScope();
        device = target.type == DeviceType.CPU ? host : host.to(target).DetachFromDisposeScope();
    }

    /// <summary>The first rows on the device, [rows, width]; a view.</summary>
    public Tensor First(int rows) => device.narrow(0, 0, rows);

    /// <summary>Brings the first rows to the device.</summary>
    public void ToDevice(int rows)
    {
        if (!ReferenceEquals(host, device))
            device.narrow(0, 0, rows).copy_(host.narrow(0, 0, rows));
    }

    /// <summary>Brings the first rows from the device.</summary>
    public void ToHost(int rows)
    {
        if (!ReferenceEquals(host, device))
            host.narrow(0, 0, rows).copy_(device.narrow(0, 0, rows));
    }

    public void Write(int row, ReadOnlySpan<double> values)
    {
        if (host.dtype == ScalarType.Float64)
        {
            values.CopyTo(Own<double>(row));
            return;
        }

        var own = Own<float>(row);
        for (var i = 0; i < own.Length; i++)
            own[i] = (float)values[i];
    }

    public void Read(int row, Span<double> values)
    {
        if (host.dtype == ScalarType.Float64)
        {
            Own<double>(row).CopyTo(values);
            return;
        }

        var own = Own<float>(row);
        for (var i = 0; i < own.Length; i++)
            values[i] = own[i];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        device.Dispose();
        host.Dispose();
    }

    private Span<T> Own<T>(int row) where T : unmanaged => TensorMemory.Span<T>(host).Slice(row * width, width);
}
