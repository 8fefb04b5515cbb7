using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>Checks of what a batched density on the processor is asked for.</summary>
internal static class BatchTensors
{
    /// <summary>Refuses tensors and batches that do not fit.</summary>
    /// <exception cref="ArgumentException">The shape, the number type, the device or the batch does not fit.</exception>
    public static void Check(IBatchedDensity density, Tensor position, RowBatch batch, Tensor logDensity, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(logDensity);
        ArgumentNullException.ThrowIfNull(gradient);
        if (density.Device.type != DeviceType.CPU)
            throw new ArgumentException("Batches are computed on the processor; build the posterior without a device.");
        if (position.dim() != 2 || position.size(1) != density.Parameters || position.dtype != density.NumberType)
            throw new ArgumentException($"The position has shape [{string.Join(", ", position.shape)}] and type {position.dtype}; expected [chains, {density.Parameters}] and {density.NumberType}.", nameof(position));
        if (gradient.numel() != position.numel() || gradient.dtype != density.NumberType || logDensity.numel() != position.size(0))
            throw new ArgumentException($"There is room for {logDensity.numel()} values and {gradient.numel()} numbers of type {gradient.dtype} for a position of shape [{string.Join(", ", position.shape)}] and type {position.dtype}.", nameof(gradient));
        batch.Check((int)position.size(0), density.Blocks);
    }
}
