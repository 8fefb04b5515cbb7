using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Learned;
using HepBayes.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Learned;

/// <summary>The steps of a learned leapfrog: inverse, Jacobian, and the derivative of the loss.</summary>
public class LeapfrogUpdateTests
{
    private static readonly double[,] Covariance = { { 1, 0.6, 0 }, { 0.6, 2, -0.3 }, { 0, -0.3, 0.25 } };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void StepsBackUndoStepsForward(int parameters)
    {
        var leapfrog = RandomLeapfrogs.Of(parameters, 6, 0.3, 0.7);
        double[] start = [.. Enumerable.Range(0, 2 * parameters).Select(i => Math.Sin(3 + i))];
        var (end, logJacobian) = Follow(leapfrog, start, isForward: true);
        Assert.True(end.Zip(start, (a, b) => Math.Abs(a - b)).Max() > 0.1);
        Assert.True(Math.Abs(logJacobian) > 0.01);
        var (back, other) = Follow(leapfrog, end, isForward: false);
        Assert.Equal(start, back, (a, b) => Math.Abs(a - b) < 1e-10 * (1 + Math.Abs(a)));
        Assert.Equal(-logJacobian, other, 1e-10);
    }

    // The determinant of the derivatives of positions and momenta at the end by those at the start.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheJacobianIsThatOfDifferences(bool isForward)
    {
        var leapfrog = RandomLeapfrogs.Of(3, 2, 0.3, 0.7);
        double[] start = [-0.8, 0.5, 0.3, 0.7, -1.1, 0.4];
        var jacobian = Matrix<double>.Build.Dense(6, 6, (row, column) =>
        {
            double At(double shift)
            {
                var moved = (double[])start.Clone();
                moved[column] += shift;
                return Follow(leapfrog, moved, isForward).End[row];
            }

            return (At(1e-5) - At(-1e-5)) / 2e-5;
        });
        Assert.Equal(Math.Log(Math.Abs(jacobian.Determinant())), Follow(leapfrog, start, isForward).LogJacobian, 1e-7);
    }

    // A trajectory back is one forward with the momentum turned: by symmetry, one forward from the other side of the centre.
    [Fact]
    public void WithoutNetworksItIsPlainHmc()
    {
        using var scope = NewDisposeScope();
        using var density = new NormalDensity([0, 0, 0], Covariance);
        const int Chains = 64;
        CounterRandom[] Generators() => [.. Enumerable.Range(0, Chains).Select(c => new CounterRandom(5, (ulong)c))];
        var noise = new float[3];
        var isForward = Generators().Select(random =>
        {
            random.FillNormal(noise);
            return random.NextDouble() < 0.5;
        }).ToArray();
        Assert.InRange(isForward.Count(f => f), 10, 54);
        var start = ones(Chains, 3, dtype: float64);
        var turned = start * tensor(isForward.Select(f => f ? 1.0 : -1).ToArray()).reshape(Chains, 1);
        using var metric = Metric.Diagonal(ones(1, 3, dtype: float64));
        var hmc = new HmcKernel(density);
        var expected = hmc.Step(hmc.Init(turned), new HmcParameters(0.4, 5, metric), Generators()).Info;
        var learned = new L2HmcKernel(density, RandomLeapfrogs.Of(3, 5, 0.4, 0));
        var found = learned.Step(learned.Init(start), Generators()).Info;
        Assert.Equal(expected.AcceptProbability, found.AcceptProbability, (a, b) => Math.Abs(a - b) < 1e-13);
        Assert.Equal(expected.Energy, found.Energy, (a, b) => Math.Abs(a - b) < 1e-13);
        Assert.All(found.Leapfrogs, n => Assert.Equal(5, n));
    }

    // The derivative of the loss of trajectories in both directions by every third weight, and by the step size.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheDerivativeOfTheLossIsThatOfDifferences(int parameters)
    {
        const int Rows = 24;
        var leapfrog = RandomLeapfrogs.Of(parameters, 4, 0.2, 0.15);
        using var density = LogDensity.Of(parameters, (x, g) =>
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                g[i] = -Math.Tanh(x[i]) - (0.2 * x[i] * x[^1] * x[^1]) - (i == x.Length - 1 ? 0.2 * x[i] * SquaredLength(x) : 0);
                sum -= Math.Log(Math.Cosh(x[i]));
            }

            return sum - (0.1 * x[^1] * x[^1] * SquaredLength(x));
        });
        using var objective = new LeapfrogObjective(density, leapfrog.Layout, leapfrog.Steps, Rows);
        double[] Values(int seed) => [.. Enumerable.Range(0, Rows * parameters).Select(i => Math.Sin((seed * i) + seed))];
        double[] rowWeights = [.. Enumerable.Range(0, Rows).Select(row => 0.1 + (0.01 * row))];
        double Loss(double[] weights, double[] slope)
        {
            objective.Begin(Values(7), Values(5), [.. Enumerable.Range(0, Rows).Select(row => row % 2 == 0)]);
            return objective.Evaluate(new LearnedLeapfrog(leapfrog.Layout, leapfrog.Masks, weights), 1.3, rowWeights, slope);
        }

        var (found, ignored) = (new double[leapfrog.Layout.Length], new double[leapfrog.Layout.Length]);
        Loss(leapfrog.Weights, found);
        Assert.Contains(objective.Rows, row => row.AcceptProbability < 0.95);
        Assert.Contains(objective.Rows, row => row.AcceptProbability == 1);
        var size = found.Max(Math.Abs);
        for (var i = found.Length - 1; i >= 0; i -= 3)
        {
            double At(double shift)
            {
                var moved = (double[])leapfrog.Weights.Clone();
                moved[i] += shift;
                return Loss(moved, ignored);
            }

            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, found[i], 1e-7 * size);
        }
    }

    // What is trained is what samples.
    [Fact]
    public void TheTrainingFollowsTheSameTrajectories()
    {
        var leapfrog = RandomLeapfrogs.Of(3, 4, 0.3, 0.7);
        using var density = LogDensity.Of(3, Density(3).Evaluate);
        using var objective = new LeapfrogObjective(density, leapfrog.Layout, leapfrog.Steps, 2);
        double[] start = [-0.8, 0.5, 0.3, 0.7, -1.1, 0.4];
        objective.Begin([.. start[..3], .. start[..3]], [.. start[3..], .. start[3..]], [true, false]);
        objective.Evaluate(leapfrog, 1, [1, 1], new double[leapfrog.Layout.Length]);
        foreach (var row in new[] { 0, 1 })
        {
            var (expected, logJacobian) = Follow(leapfrog, start, isForward: row == 0);
            Assert.Equal(expected[..3], objective.Position(row).ToArray());
            Assert.Equal(Math.Min(1, Math.Exp(Total(expected) - Total(start) + logJacobian)), objective.Rows[row].AcceptProbability, 1e-12);
        }
    }

    private static double SquaredLength(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += value * value;
        return sum;
    }

    private static double Total(double[] state) => Density(state.Length / 2).Evaluate(state.AsSpan(0, state.Length / 2), new double[state.Length / 2]) - (0.5 * state[(state.Length / 2)..].Sum(v => v * v));

    private static NormalDensity Density(int parameters)
    {
        var part = new double[parameters, parameters];
        for (var i = 0; i < parameters; i++)
        {
            for (var j = 0; j < parameters; j++)
                part[i, j] = Covariance[i, j];
        }

        return new NormalDensity(new double[parameters], part);
    }

    private static (double[] End, double LogJacobian) Follow(LearnedLeapfrog learned, double[] start, bool isForward)
    {
        var (update, density) = (new LeapfrogUpdate(learned.Layout), Density(learned.Parameters));
        double[] x = start[..learned.Parameters], p = start[learned.Parameters..], gradient = new double[x.Length];
        var sum = 0.0;
        for (var i = 0; i < learned.Steps; i++)
        {
            var step = isForward ? i : learned.Steps - 1 - i;
            density.Evaluate(x, gradient);
            sum += update.Kick(learned, step, isForward, x, gradient, p);
            sum += update.Drift(learned, step, isForward, isFirst: true, p, x);
            sum += update.Drift(learned, step, isForward, isFirst: false, p, x);
            density.Evaluate(x, gradient);
            sum += update.Kick(learned, step, isForward, x, gradient, p);
        }

        return ([.. x, .. p], sum);
    }
}
