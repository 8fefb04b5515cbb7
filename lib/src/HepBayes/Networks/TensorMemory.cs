using System.Runtime.InteropServices;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>The numbers of a contiguous tensor on the processor as a span, without a copy.</summary>
internal static class TensorMemory
{
    public static Span<T> Span<T>(torch.Tensor tensor) where T : unmanaged
    {
        if (tensor.device_type != DeviceType.CPU || !tensor.is_contiguous())
            throw new InvalidOperationException("Only contiguous tensors on the processor have a span.");
        return MemoryMarshal.Cast<byte, T>(tensor.bytes);
    }
}
