using HepBayes.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Variance of each column within each chain, by Welford's updates in float64.
/// </summary>
internal sealed class RunningVariance : IDisposable
{
    private readonly Tensor mean;
    private readonly Tensor squares;

    /// <summary>Starts without draws.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="parameters">Length of the parameter vector.</param>
    /// <param name="device">Where the draws live.</param>
    public RunningVariance(int chains, int parameters, Device device)
    {
        mean = zeros(chains, parameters, dtype: float64, device: device).DetachFromDisposeScope();
        squares = zeros(chains, parameters, dtype: float64, device: device).DetachFromDisposeScope();
    }

    /// <summary>Number of draws of each chain.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one draw of every chain.</summary>
    /// <param name="values">[chains, parameters].</param>
    public void Add(Tensor values)
    {
        Count++;
        var onProcessor = mean.device_type == DeviceType.CPU && values.is_contiguous();
        if (onProcessor && values.dtype == ScalarType.Float64)
            AddOnProcessor<double>(values);
        else if (onProcessor && values.dtype == ScalarType.Float32)
            AddOnProcessor<float>(values);
        else
            AddOnDevice(values);
    }

    private void AddOnDevice(Tensor values)
    {
        using var scope = NewDisposeScope();
        var difference = values.to(float64).sub(mean);
        using Scalar share = 1.0 / Count, rest = (Count - 1.0) / Count;
        mean.add_(difference, alpha: share);
        squares.add_(difference.square(), alpha: rest);
    }

    // The same without the cost of calls into the tensor library, which would be most of a small model's warm-up.
    private void AddOnProcessor<T>(Tensor values) where T : unmanaged
    {
        var x = TensorMemory.Span<T>(values);
        var m = TensorMemory.Span<double>(mean);
        var s = TensorMemory.Span<double>(squares);
        var (share, rest) = (1.0 / Count, (Count - 1.0) / Count);
        for (var i = 0; i < x.Length; i++)
        {
            var difference = Real.ToDouble(x[i]) - m[i];
            m[i] += share * difference;
            s[i] += rest * difference * difference;
        }
    }

    /// <summary>Sample variance, [chains, parameters] in float64; the caller owns it.</summary>
    public Tensor Value()
    {
        using Scalar degrees = Math.Max(1, Count - 1);
        return squares.div(degrees);
    }

    /// <summary>Forgets all draws.</summary>
    public void Reset()
    {
        using var scope = NewDisposeScope();
        mean.zero_();
        squares.zero_();
        Count = 0;
    }

    public void Save(Snapshot snapshot, string name)
    {
        snapshot.Add(name + ".mean", mean);
        snapshot.Add(name + ".squares", squares);
        snapshot.Add(name + ".count", (ulong)Count);
    }

    public void Restore(Snapshot snapshot, string name)
    {
        using var scope = NewDisposeScope();
        mean.copy_(snapshot.Tensor(name + ".mean"));
        squares.copy_(snapshot.Tensor(name + ".squares"));
        Count = (long)snapshot.Whole(name + ".count");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        mean.Dispose();
        squares.Dispose();
    }
}
