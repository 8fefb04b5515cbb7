using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>For densities that write into tensors of the caller.</summary>
internal static class NewTensors
{
    /// <summary>Evaluates a density into new tensors, which the caller owns.</summary>
    /// <param name="density">One that writes into given tensors by itself.</param>
    /// <param name="position">[chains, parameters].</param>
    public static (Tensor LogDensity, Tensor Gradient) Evaluate(ILogDensity density, Tensor position)
    {
        ArgumentNullException.ThrowIfNull(position);
        using var scope = NewDisposeScope();
        var whole = position.contiguous();
        var gradient = empty_like(whole);
        var logDensity = empty(position.size(0), dtype: float64, device: density.Device);
        density.Evaluate(whole, logDensity, gradient);
        return (logDensity.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope());
    }
}
