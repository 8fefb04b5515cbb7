using HepBayes.Generative;
using HepBayes.Generative.Engine;
using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Tests.Generative;

/// <summary>Formulas of the passes in float64: round trip, determinants and gradients against finite differences.</summary>
public class FlowGradientTests
{
    private const int Rows = 100;

    public static TheoryData<int, int, bool, Mixing> Designs => new()
    {
        { 1, 0, true, Mixing.Permutation },
        { 1, 2, false, Mixing.Permutation },
        { 2, 0, true, Mixing.Rotation },
        { 3, 0, true, Mixing.Permutation },
        { 3, 1, false, Mixing.Rotation },
        { 5, 2, true, Mixing.Rotation },
    };

    [Theory]
    [MemberData(nameof(Designs))]
    public void TheInverseUndoesTheFlow(int dimensions, int conditions, bool spline, Mixing mixing)
    {
        var (engine, _, x, c) = Setup(dimensions, conditions, spline, mixing);
        var (z, log, back) = (new double[x.Length], new double[Rows], new double[x.Length]);
        engine.Forward(x, c, z, log);
        engine.Inverse(z, c, back);
        Assert.Equal(0, x.Zip(back, (a, b) => Math.Abs(a - b)).Max(), 1e-9);
        Assert.True(x.Zip(z, (a, b) => Math.Abs(a - b)).Max() > 0.1);
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void TheDeterminantIsThatOfTheNumericalJacobian(int dimensions, int conditions, bool spline, Mixing mixing)
    {
        var (engine, _, x, c) = Setup(dimensions, conditions, spline, mixing);
        var log = new double[Rows];
        engine.Forward(x, c, new double[x.Length], log);
        var columns = new double[dimensions][];
        for (var variable = 0; variable < dimensions; variable++)
        {
            double[] Shifted(double step) => [.. x.Select((value, i) => i % dimensions == variable ? value + step : value)];
            var (up, down) = (new double[x.Length], new double[x.Length]);
            engine.Forward(Shifted(1e-6), c, up, new double[Rows]);
            engine.Forward(Shifted(-1e-6), c, down, new double[Rows]);
            columns[variable] = [.. up.Zip(down, (a, b) => (a - b) / 2e-6)];
        }

        var errors = Enumerable.Range(0, Rows).Select(row =>
        {
            var jacobian = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(dimensions, dimensions, (i, j) => columns[j][(row * dimensions) + i]);
            return Math.Abs(Math.Log(Math.Abs(jacobian.Determinant())) - log[row]);
        }).Order().ToArray();
        // A knot between the two steps spoils a row or two: the second derivative jumps there.
        Assert.True(errors[Rows * 9 / 10] < 1e-5, $"{errors[Rows * 9 / 10]}");
        Assert.True(errors[^1] < 1e-3, $"{errors[^1]}");
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void TheGradientIsThatOfFiniteDifferences(int dimensions, int conditions, bool spline, Mixing mixing)
    {
        var (engine, parameters, x, c) = Setup(dimensions, conditions, spline, mixing);
        CheckGradient(engine, parameters, x, c, default);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void TheGradientOfNoisyParametersIsThatOfFiniteDifferences(bool spline, bool biases)
    {
        var (engine, parameters, x, c) = Setup(3, 1, spline, Mixing.Permutation, layout => layout.Uncertain(biases));
        CheckGradient(engine, parameters, x, c, new NoisePlace(5, 6, 7));
    }

    private static void CheckGradient(FlowEngine<double> engine, double[] parameters, double[] x, double[] c, NoisePlace noise)
    {
        int[] chosen = [.. Enumerable.Range(0, Rows)];
        double[] coefficients = [.. Normal(Rows, 9)];
        var gradient = new double[parameters.Length];
        engine.SetParameters(parameters);
        engine.Gradient(x, c, chosen, coefficients, gradient, default, noise);
        double Value(int place, double step)
        {
            double[] moved = [.. parameters];
            moved[place] += step;
            engine.SetParameters(moved);
            var log = new double[Rows];
            engine.LogDensity(x, c, log, noise);
            return log.Zip(coefficients, (l, w) => l * w).Sum();
        }

        var random = new CounterRandom(11);
        var scale = Math.Sqrt(gradient.Average(g => g * g));
        var errors = Enumerable.Range(0, 150).Select(_ => random.NextInt(parameters.Length))
            .Select(place => Math.Abs(((Value(place, 1e-6) - Value(place, -1e-6)) / 2e-6) - gradient[place]) / scale).Order().ToArray();
        // The kinks of rectified units and knots lie between the steps of a few.
        Assert.True(errors[140] < 1e-6, $"{errors[140]}");
        Assert.True(errors[^1] < 0.05, $"{errors[^1]}");
    }

    private static (FlowEngine<double> Engine, double[] Parameters, double[] X, double[] Conditions) Setup(int dimensions, int conditions, bool spline, Mixing mixing, Func<FlowLayout, IReadOnlyList<ParameterBlock>>? uncertain = null)
    {
        var design = new FlowDesign
        {
            Dimensions = dimensions,
            Conditions = conditions,
            Blocks = 4,
            Hidden = [7, 9],
            Coupling = spline ? Coupling.Spline(5, 3) : Coupling.Affine(),
            Mixing = mixing,
        };
        var layout = new FlowLayout(design);
        var engine = new FlowEngine<double>(layout, uncertain?.Invoke(layout));
        double[] parameters = [.. Normal(layout.Parameters, 3).Select(p => 0.4 * p), .. Normal(engine.Parameters - layout.Parameters, 4).Select(p => -4 + p)];
        engine.SetParameters(parameters);
        return (engine, parameters, [.. Normal(Rows * dimensions, 1)], [.. Normal(Rows * conditions, 2)]);
    }

    private static IEnumerable<double> Normal(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        return Enumerable.Range(0, count).Select(_ => random.NextNormal()).ToArray();
    }
}
