using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>A function of tensors as a density of several chains on the processor in float64, differentiated by libtorch.</summary>
/// <param name="parameters">Length of the parameter vector.</param>
/// <param name="function">Log densities [rows] of positions [rows, parameters].</param>
/// <param name="fingerprint">Identifies model and data.</param>
internal sealed class TensorLogDensity(int parameters, Func<Tensor, Tensor> function, string fingerprint) : ILogDensity
{
    public int Parameters => parameters;

    public Device Device => CPU;

    public ScalarType NumberType => ScalarType.Float64;

    public string Fingerprint => fingerprint;

    public Tensor? InitialVariance() => null;

    /// <exception cref="ArgumentException">The position has another shape or number type, or the function does not do what it should.</exception>
    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        NativeLibraries.EnsureLoaded();
        ArgumentNullException.ThrowIfNull(position);
        if (position.dim() != 2 || position.shape[1] != parameters || position.dtype != NumberType)
            throw new ArgumentException($"The position has shape [{string.Join(", ", position.shape)}] and type {position.dtype}; expected [chains, {parameters}] and {NumberType}.", nameof(position));
        using var scope = NewDisposeScope();
        using var active = enable_grad();
        var (value, gradient) = Differentiate(position.detach().clone().requires_grad_(true), keepsGraph: false);
        return (value.detach().MoveToOuterDisposeScope(), gradient.contiguous().MoveToOuterDisposeScope());
    }

    /// <summary>Value and gradient where automatic differentiation is active.</summary>
    /// <param name="position">[rows, parameters] in float64, part of a graph.</param>
    /// <param name="keepsGraph">Whether both can be differentiated again.</param>
    /// <exception cref="ArgumentException">The function does not do what it should.</exception>
    public (Tensor LogDensity, Tensor Gradient) Differentiate(Tensor position, bool keepsGraph)
    {
        var value = function(position);
        if (value.dim() != 1 || value.shape[0] != position.shape[0] || value.dtype != NumberType)
            throw new ArgumentException($"The function gave shape [{string.Join(", ", value.shape)}] and type {value.dtype} for {position.shape[0]} positions; expected one log density of type {NumberType} for each row: [{position.shape[0]}].");
        if (!value.requires_grad)
            throw new ArgumentException("The function gives log densities that cannot be differentiated. Write it with tensor operations of its argument, without detach, data or no_grad.");
        var gradient = autograd.grad([value.sum()], [position], retain_graph: keepsGraph, create_graph: keepsGraph)[0];
        return (value, gradient);
    }

    public void Dispose()
    {
        // A function owns no native memory.
    }
}
