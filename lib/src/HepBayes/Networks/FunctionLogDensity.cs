using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>A <see cref="DensityFunction"/> as a density of several chains.</summary>
internal sealed class FunctionLogDensity(int parameters, DensityFunction function, string fingerprint) : ILogDensity, IRowDensity<double>
{
    public int Parameters => parameters;

    public Device Device => CPU;

    public ScalarType NumberType => ScalarType.Float64;

    public string Fingerprint => fingerprint;

    public Tensor? InitialVariance() => null;

    public double Evaluate(ReadOnlySpan<double> position, Span<double> gradient)
    {
        gradient.Clear();
        return function(position, gradient);
    }

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        NativeLibraries.EnsureLoaded();
        return NewTensors.Evaluate(this, position);
    }

    /// <exception cref="ArgumentException">The position has another shape or number type.</exception>
    public void Evaluate(Tensor position, Tensor logDensity, Tensor gradient)
    {
        if (position.dim() != 2 || position.shape[1] != parameters || position.dtype != NumberType)
            throw new ArgumentException($"The position has shape [{string.Join(", ", position.shape)}] and type {position.dtype}; expected [chains, {parameters}] and {NumberType}.", nameof(position));
        var x = TensorMemory.Span<double>(position);
        var g = TensorMemory.Span<double>(gradient);
        var values = TensorMemory.Span<double>(logDensity);
        for (var chain = 0; chain < values.Length; chain++)
            values[chain] = Evaluate(x.Slice(chain * parameters, parameters), g.Slice(chain * parameters, parameters));
    }

    public void Dispose()
    {
        // A function owns no native memory.
    }
}
