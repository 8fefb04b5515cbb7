using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Microcanonical;

public class IsokineticMotionTests
{
    private const int Parameters = 4;
    private static readonly double[] InverseMass = [0.5, 2, 1, 3];
    private static readonly double[] Gradient = [1.5, -0.7, 0.2, 0.9];

    // dp/dt = d / (d - 1) (g - p (p . M^-1 g) / d), the turning of a direction written in momenta, by many small steps of Runge
    // and Kutta.
    [Theory]
    [InlineData(0.3)]
    [InlineData(2.0)]
    public void ATurnSolvesItsDifferentialEquation(double time)
    {
        var host = Host();
        var momentum = Momentum(host, 3);
        var expected = momentum.ToArray();
        double[] Slope(double[] p)
        {
            var product = p.Zip(Gradient, InverseMass).Sum(t => t.First * t.Second * t.Third);
            return [.. p.Zip(Gradient, (a, g) => Parameters / (Parameters - 1.0) * (g - (a * product / Parameters)))];
        }

        const int Steps = 4000;
        var h = time / Steps;
        for (var i = 0; i < Steps; i++)
        {
            var k1 = Slope(expected);
            var k2 = Slope(Moved(expected, k1, h / 2));
            var k3 = Slope(Moved(expected, k2, h / 2));
            var k4 = Slope(Moved(expected, k3, h));
            for (var p = 0; p < Parameters; p++)
                expected[p] += h / 6 * (k1[p] + (2 * k2[p]) + (2 * k3[p]) + k4[p]);
        }

        IsokineticMotion.Turn<double>(host, 0, momentum, Gradient, time, new double[Parameters]);
        Assert.Equal(expected, momentum, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(Parameters, 2 * host.Kinetic(0, momentum, new double[Parameters]), 1e-12);
    }

    // The work of a turn is minus the logarithm of the determinant of the map of directions, here by finite differences along
    // three axes of the tangent space before and after.
    [Theory]
    [InlineData(0.4)]
    [InlineData(1.5)]
    public void TheWorkOfATurnIsItsChangeOfVolume(double time)
    {
        var host = new HostMetric<double>(Metric.Diagonal(ones(1, Parameters, dtype: float64)));
        var start = Momentum(host, 5);
        double[] Map(double[] p)
        {
            var end = p.ToArray();
            IsokineticMotion.Turn<double>(host, 0, end, Gradient, time, new double[Parameters]);
            return end;
        }

        var tangents = Tangents(start);
        var images = Tangents(Map(start));
        const double H = 1e-5;
        var jacobian = Matrix<double>.Build.Dense(Parameters - 1, Parameters - 1, (row, column) =>
        {
            double Along(double h) => Map(OnSphere(Moved(start, tangents[column], h))).Zip(images[row], (a, b) => a * b).Sum();
            return (Along(H) - Along(-H)) / (2 * H);
        });
        var work = IsokineticMotion.Turn<double>(host, 0, start, Gradient, time, new double[Parameters]);
        Assert.Equal(-Math.Log(Math.Abs(jacobian.Determinant())), work, 1e-7);
    }

    [Fact]
    public void TwoHalfTurnsAreOne()
    {
        var host = Host();
        var (whole, halves, room) = (Momentum(host, 6), Momentum(host, 6), new double[Parameters]);
        var work = IsokineticMotion.Turn<double>(host, 0, whole, Gradient, 1.2, room);
        var first = IsokineticMotion.Turn<double>(host, 0, halves, Gradient, 0.6, room);
        var second = IsokineticMotion.Turn<double>(host, 0, halves, Gradient, 0.6, room);
        Assert.Equal(work, first + second, 1e-12);
        Assert.Equal(whole, halves, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // A gradient so large that hyperbolic functions of it overflow turns the momentum into its direction.
    [Fact]
    public void AHugeGradientStaysFinite()
    {
        var host = Host();
        var (momentum, room) = (Momentum(host, 7), new double[Parameters]);
        var work = IsokineticMotion.Turn<double>(host, 0, momentum, [.. Gradient.Select(g => 1e6 * g)], 1, room);
        Assert.True(double.IsFinite(work));
        var factor = momentum[0] / Gradient[0];
        Assert.Equal(Gradient.Select(g => factor * g), momentum, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(0, IsokineticMotion.Turn<double>(host, 0, momentum, new double[Parameters], 1, room));
    }

    // Back along the same way after a reversal of the momentum, in a metric with correlations.
    [Fact]
    public void TrajectoriesAreReversible()
    {
        using var scope = NewDisposeScope();
        using var density = new BananaDensity(1, 0.5);
        using var metric = Metric.LowRank(tensor(new[,] { { 0.8, 1.5 } }), tensor(new[, ,] { { { 0.6 }, { 0.8 } } }), tensor(new[,] { { 2.5 } }));
        var (host, room) = (metric.Host, new double[2]);
        double[] x = [0.3, -0.4], gradient = new double[2];
        var p = Momentum(host, 8, 2);
        var (start, momentum) = (x.ToArray(), p.ToArray());
        double Go()
        {
            var before = density.Evaluate(x, gradient);
            var error = 0.0;
            for (var i = 0; i < 25; i++)
            {
                error += IsokineticMotion.Turn<double>(host, 0, p, gradient, 0.1, room);
                host.Drift(0, x, p, 0.2, room);
                var after = density.Evaluate(x, gradient);
                error += IsokineticMotion.Turn<double>(host, 0, p, gradient, 0.1, room) - (after - before);
                before = after;
            }

            return error;
        }

        var there = Go();
        Assert.True(Math.Abs(there) > 1e-3);
        for (var i = 0; i < 2; i++)
            p[i] = -p[i];
        Assert.Equal(-there, Go(), 1e-9);
        Assert.Equal(start, x, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(momentum.Select(v => -v), p, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    private static HostMetric<double> Host() => new(Metric.Diagonal(tensor(InverseMass).unsqueeze(0)));

    private static double[] Momentum(HostMetric<double> metric, ulong seed, int parameters = Parameters)
    {
        var random = new CounterRandom(seed);
        var momentum = Enumerable.Range(0, parameters).Select(_ => random.NextNormal()).ToArray();
        metric.Momentum(0, momentum);
        IsokineticMotion.Normalise(metric, 0, momentum, new double[parameters]);
        return momentum;
    }

    private static double[] Moved(double[] x, double[] along, double step) => [.. x.Zip(along, (a, b) => a + (step * b))];

    private static double[] OnSphere(double[] p)
    {
        var factor = Math.Sqrt(Parameters / p.Sum(v => v * v));
        return [.. p.Select(v => factor * v)];
    }

    // Orthonormal vectors orthogonal to a vector.
    private static double[][] Tangents(double[] p)
    {
        var columns = Matrix<double>.Build.DenseIdentity(Parameters);
        columns.SetColumn(0, p);
        var q = columns.QR().Q;
        return [.. Enumerable.Range(1, Parameters - 1).Select(c => q.Column(c).ToArray())];
    }
}
