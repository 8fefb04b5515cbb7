using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>A density written as a formula of one chain's parameters, with its gradient, evaluated chain by chain in float64.</summary>
internal sealed class FunctionDensity : ILogDensity
{
    private readonly Formula formula;

    public FunctionDensity(int parameters, Formula formula)
    {
        NativeLibraries.EnsureLoaded();
        (Parameters, this.formula) = (parameters, formula);
    }

    /// <summary>Log density at a point; fills the gradient.</summary>
    public delegate double Formula(ReadOnlySpan<double> position, Span<double> gradient);

    public int Parameters { get; }

    public Device Device => CPU;

    public ScalarType NumberType => ScalarType.Float64;

    public Tensor? InitialVariance() => null;

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        var logDensity = empty(position.shape[0], dtype: float64);
        var gradient = empty(position.shape, dtype: float64);
        Evaluate(position, logDensity, gradient);
        return (logDensity, gradient);
    }

    public void Evaluate(Tensor position, Tensor logDensity, Tensor gradient)
    {
        var (x, values, slopes) = (position.data<double>().ToArray(), new double[position.shape[0]], new double[position.numel()]);
        for (var chain = 0; chain < values.Length; chain++)
            values[chain] = formula(x.AsSpan(chain * Parameters, Parameters), slopes.AsSpan(chain * Parameters, Parameters));
        values.CopyTo(TensorMemory.Span<double>(logDensity));
        slopes.CopyTo(TensorMemory.Span<double>(gradient));
    }

    public void Dispose()
    {
    }

    /// <summary>Independent Student-t parameters.</summary>
    public static FunctionDensity StudentT(int parameters, double degrees) => new(parameters, (x, g) =>
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum -= 0.5 * (degrees + 1) * Math.Log(1 + (x[i] * x[i] / degrees));
            g[i] = -(degrees + 1) * x[i] / (degrees + (x[i] * x[i]));
        }

        return sum;
    });

    /// <summary>Neal's funnel: x0 ~ N(0, 3), the others N(0, exp(x0 / 2)), centred.</summary>
    public static FunctionDensity Funnel(int parameters) => new(parameters, (x, g) =>
    {
        var (v, inverse) = (x[0], Math.Exp(-x[0]));
        var sum = -0.5 * v * v / 9;
        g[0] = -v / 9;
        for (var i = 1; i < x.Length; i++)
        {
            sum -= (0.5 * x[i] * x[i] * inverse) + (0.5 * v);
            g[i] = -x[i] * inverse;
            g[0] += (0.5 * x[i] * x[i] * inverse) - 0.5;
        }

        return sum;
    });
}
