using TorchSharp;

namespace HepBayes.Networks;

/// <summary>Numbers of tensors on any device as arrays, and back: for parts that are only written for the processor.</summary>
internal static class HostMemory
{
    public static double[] Doubles(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.to(torch.float64).cpu().contiguous().data<double>().ToArray();
    }

    public static torch.Tensor Tensor(double[] values, ReadOnlySpan<long> shape, torch.Device device)
    {
        using var scope = torch.NewDisposeScope();
        return torch.tensor(values, dtype: torch.float64, device: device).reshape(shape.ToArray()).MoveToOuterDisposeScope();
    }
}
