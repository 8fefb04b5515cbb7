using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HepBayes.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Rows of a float32 or float64 matrix that code on the processor fills or reads, with a copy on the density's device; on
/// the processor both are one. Its rows are reached without a call into the tensor library.
/// </summary>
internal sealed unsafe class RowBuffer : IDisposable
{
    private readonly Tensor host;
    private readonly Tensor?[] views;
    private readonly void* data;
    private readonly int rows;
    private readonly int width;
    private readonly bool isDouble;

    private RowBuffer(Tensor host, int rows, int width, Device target)
    {
        (this.host, this.rows, this.width) = (host.DetachFromDisposeScope(), rows, width);
        isDouble = host.dtype == ScalarType.Float64;
        if (!isDouble && host.dtype != ScalarType.Float32)
            throw new ArgumentException($"Positions have the number type {host.dtype}; float32 and float64 are supported.");
        data = Unsafe.AsPointer(ref MemoryMarshal.GetReference(host.bytes));
        All = target.type == DeviceType.CPU ? host : host.to(target).DetachFromDisposeScope();
        views = new Tensor?[rows];
    }

    /// <summary>All rows on the device; belongs to the buffer.</summary>
    public Tensor All { get; }

    /// <summary>A matrix of zeros.</summary>
    public static RowBuffer Matrix(int rows, int width, ScalarType type, Device target) => new(zeros(rows, width, dtype: type), rows, width, target);

    /// <summary>A vector of zeros in float64.</summary>
    public static RowBuffer Vector(int rows, Device target) => new(zeros(rows, dtype: float64), rows, 1, target);

    /// <summary>The first rows on the device, at least one; a view that belongs to the buffer.</summary>
    public Tensor First(int count) => count == rows ? All : views[count] ??= All.narrow(0, 0, count).DetachFromDisposeScope();

    /// <summary>Numbers of one row on the processor, of the buffer's own type.</summary>
    public Span<T> Row<T>(int row) where T : unmanaged => new((T*)data + ((nint)row * width), width);

    /// <summary>Brings the first rows to the device.</summary>
    public void ToDevice(int count)
    {
        if (ReferenceEquals(host, All))
            return;
        using var scope = NewDisposeScope();
        First(count).copy_(host.narrow(0, 0, count));
    }

    /// <summary>Brings the first rows from the device.</summary>
    public void ToHost(int count)
    {
        if (ReferenceEquals(host, All))
            return;
        using var scope = NewDisposeScope();
        host.narrow(0, 0, count).copy_(First(count));
    }

    /// <summary>Takes the numbers of a tensor of the same shape.</summary>
    public void Set(Tensor values)
    {
        using var scope = NewDisposeScope();
        All.copy_(values);
        ToHost(rows);
    }

    public void Write(int row, ReadOnlySpan<double> values)
    {
        if (isDouble)
            values.CopyTo(Row<double>(row));
        else
            Conversion.FromDoubles(values, Row<float>(row));
    }

    public void Read(int row, Span<double> values)
    {
        if (isDouble)
            Row<double>(row).CopyTo(values);
        else
            Conversion.ToDoubles<float>(Row<float>(row), values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in views)
            view?.Dispose();
        All.Dispose();
        host.Dispose();
    }
}
