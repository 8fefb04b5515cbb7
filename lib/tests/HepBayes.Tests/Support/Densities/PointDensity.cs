using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>
/// A log density at one point, written down with its gradient in float64 and evaluated chain after chain. It knows nothing of tensors or
/// of automatic differentiation, so it shares no error with what it tests. Positions may live on any device.
/// </summary>
internal abstract class PointDensity : ILogDensity
{
    protected PointDensity(int parameters, Device? device)
    {
        NativeLibraries.EnsureLoaded();
        (Parameters, Device) = (parameters, device ?? CPU);
    }

    public int Parameters { get; }

    public Device Device { get; }

    public ScalarType NumberType => ScalarType.Float64;

    public Tensor? InitialVariance() => null;

    /// <summary>The log density at one position, up to a constant; writes the gradient.</summary>
    public abstract double Evaluate(ReadOnlySpan<double> x, Span<double> gradient);

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        using var scope = NewDisposeScope();
        var chains = (int)position.shape[0];
        var x = position.cpu().contiguous().data<double>().ToArray();
        var (logDensity, gradient) = (new double[chains], new double[x.Length]);
        for (var chain = 0; chain < chains; chain++)
            logDensity[chain] = Evaluate(x.AsSpan(chain * Parameters, Parameters), gradient.AsSpan(chain * Parameters, Parameters));
        return (tensor(logDensity, dtype: float64, device: Device).MoveToOuterDisposeScope(),
            tensor(gradient, dtype: float64, device: Device).reshape(chains, Parameters).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        // Formulas own no native memory.
    }
}
