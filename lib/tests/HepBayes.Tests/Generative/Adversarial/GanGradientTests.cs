using HepBayes.Generative.Adversarial;
using HepBayes.Generative.Engine;
using HepBayes.Runtime;

namespace HepBayes.Tests.Generative.Adversarial;

/// <summary>Losses of critic and generator in float64: the formulas written out once more, and gradients against finite differences.</summary>
public unsafe class GanGradientTests
{
    private const int Batch = 100;
    private const double Lambda = 0.7;
    private static readonly NoisePlace Noise = new(5, 6, 0);
    private static readonly GanDesign Design = new() { Dimensions = 3, Latent = 2, GeneratorHidden = [9, 7], CriticHidden = [11, 6] };

    [Fact]
    public void TheCriticsLossIsTheFormulaOfThePaper()
    {
        var (engine, _, critic, truth, weights, chosen) = Setup();
        var (crossEntropy, penalty) = engine.CriticGradient(truth, chosen, weights, Lambda, Noise, new double[critic.Length]);
        var (expected, expectedPenalty) = (0.0, 0.0);
        foreach (var row in chosen)
        {
            var (logit, square) = LogitAndSquare(engine, truth.AsSpan(row * 3, 3).ToArray());
            var d = 1 / (1 + Math.Exp(-logit));
            expected -= weights[row] * Math.Log(d) / Batch;
            expectedPenalty += Lambda / 2 * weights[row] * (1 - d) * (1 - d) * square / Batch;
        }

        foreach (var generated in Generated(engine))
        {
            var (logit, square) = LogitAndSquare(engine, generated);
            var d = 1 / (1 + Math.Exp(-logit));
            expected -= Math.Log(1 - d) / Batch;
            expectedPenalty += Lambda / 2 * d * d * square / Batch;
        }

        Assert.Equal(expected, crossEntropy, 1e-10);
        // The slopes are finite differences of a function without curvature.
        Assert.Equal(expectedPenalty, penalty, 1e-7);
        Assert.True(penalty > 0.01, $"{penalty}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Lambda)]
    [InlineData(50)]
    public void TheCriticsGradientIsThatOfFiniteDifferences(double lambda)
    {
        var (engine, _, critic, truth, weights, chosen) = Setup();
        double Loss(double[] parameters)
        {
            engine.Critic.SetParameters(parameters);
            var (crossEntropy, penalty) = engine.CriticGradient(truth, chosen, weights, lambda, Noise, new double[critic.Length]);
            return crossEntropy + penalty;
        }

        var gradient = new double[critic.Length];
        engine.CriticGradient(truth, chosen, weights, lambda, Noise, gradient);
        CheckGradient(critic, gradient, Loss);
    }

    [Fact]
    public void TheGeneratorsGradientIsThatOfFiniteDifferences()
    {
        var (engine, generator, _, _, _, _) = Setup();
        // A further term, sum of x0 x1 + x2^2 over the events.
        static double Further(double[] x) => Enumerable.Range(0, Batch).Sum(i => (x[3 * i] * x[(3 * i) + 1]) + (x[(3 * i) + 2] * x[(3 * i) + 2]));
        static void FurtherSlope(double[] x, double[] slope)
        {
            for (var i = 0; i < x.Length; i += 3)
                (slope[i], slope[i + 1], slope[i + 2]) = (x[i + 1], x[i], 2 * x[i + 2]);
        }

        double Loss(double[] parameters)
        {
            var further = 0.0;
            engine.Generator.SetParameters(parameters);
            return engine.GeneratorGradient(Noise, (x, _) => further = Further(x), new double[generator.Length]) + further;
        }

        var gradient = new double[generator.Length];
        engine.GeneratorGradient(Noise, FurtherSlope, gradient);
        CheckGradient(generator, gradient, Loss);
    }

    [Fact]
    public void AWeightOfTwoCountsLikeTheEventTwice()
    {
        var (engine, _, critic, truth, _, chosen) = Setup();
        // Events 0 to 49 twice, or 50 to 99 not at all and the others with weight 2.
        int[] twice = [.. chosen.Take(Batch / 2), .. chosen.Take(Batch / 2)];
        var weights = Enumerable.Range(0, Batch).Select(i => chosen.Take(Batch / 2).Contains(i) ? 2.0 : 0).ToArray();
        var (repeated, weighted) = (new double[critic.Length], new double[critic.Length]);
        var a = engine.CriticGradient(truth, twice, Enumerable.Repeat(1.0, Batch).ToArray(), Lambda, Noise, repeated);
        var b = engine.CriticGradient(truth, chosen, weights, Lambda, Noise, weighted);
        Assert.Equal(a.CrossEntropy, b.CrossEntropy, 1e-12);
        Assert.Equal(a.Penalty, b.Penalty, 1e-12);
        Assert.Equal(0, repeated.Zip(weighted, (x, y) => Math.Abs(x - y)).Max(), 1e-12);
        // Forgotten weights would be seen.
        engine.CriticGradient(truth, chosen, Enumerable.Repeat(1.0, Batch).ToArray(), Lambda, Noise, weighted);
        Assert.True(repeated.Zip(weighted, (x, y) => Math.Abs(x - y)).Max() > 1e-3);
    }

    private static void CheckGradient(double[] at, double[] gradient, Func<double[], double> loss)
    {
        var scale = Math.Sqrt(gradient.Average(g => g * g));
        double Value(int place, double step)
        {
            double[] moved = [.. at];
            moved[place] += step;
            return loss(moved);
        }

        var errors = Enumerable.Range(0, at.Length).Select(place => Math.Abs(((Value(place, 1e-6) - Value(place, -1e-6)) / 2e-6) - gradient[place]) / scale).Order().ToArray();
        // The kinks of the units lie between the steps of a few; at a kink the slopes in the penalty jump.
        Assert.True(errors[at.Length * 9 / 10] < 1e-6, $"{errors[at.Length * 9 / 10]}");
        Assert.True(scale > 1e-4, $"{scale}");
    }

    private static (double Logit, double Square) LogitAndSquare(GanEngine<double> engine, double[] x)
    {
        var square = 0.0;
        for (var v = 0; v < x.Length; v++)
        {
            double[] above = [.. x], below = [.. x];
            (above[v], below[v]) = (x[v] + 1e-6, x[v] - 1e-6);
            var slope = (Logit(engine, above) - Logit(engine, below)) / 2e-6;
            square += slope * slope;
        }

        return (Logit(engine, x), square);
    }

    private static double Logit(GanEngine<double> engine, double[] x)
    {
        var space = new DenseSpace<double>(Design.CriticShape);
        TileCopy<double>.Gather(x, x.Length, space.Level(0), 1);
        engine.Critic.Forward(space);
        return space.Level(engine.Critic.Shape.Layers)[0];
    }

    private static double[][] Generated(GanEngine<double> engine)
    {
        double[][] events = [];
        engine.GeneratorGradient(Noise, (x, _) => events = [.. x.Chunk(3)], new double[Design.GeneratorShape.Layout.Count]);
        return events;
    }

    private static (GanEngine<double> Engine, double[] Generator, double[] Critic, double[] Truth, double[] Weights, int[] Chosen) Setup()
    {
        var random = new CounterRandom(3);
        double[] Normal(int count, double size) => [.. Enumerable.Range(0, count).Select(_ => size * random.NextNormal())];
        var engine = new GanEngine<double>(Design, Batch);
        var (generator, critic) = (Normal(Design.GeneratorShape.Layout.Count, 0.5), Normal(Design.CriticShape.Layout.Count, 0.5));
        engine.Generator.SetParameters(generator);
        engine.Critic.SetParameters(critic);
        return (engine, generator, critic, Normal(3 * Batch, 1), [.. Enumerable.Range(0, Batch).Select(_ => 2 * random.NextDouble())], random.Permutation(Batch));
    }
}
