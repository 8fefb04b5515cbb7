using HepBayes.Generative;
using HepBayes.Generative.Engine;
using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Generative;

public class BayesianFlowTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheDivergenceIsTheClosedFormAndItsGradientThatOfDifferences(bool biases)
    {
        var (layout, uncertain, parameters) = Parameters(biases);
        var weights = uncertain.Sum(w => w.Count);
        // By sampling: KL = <log q - log prior>_q, one weight at a time.
        var random = new CounterRandom(3);
        var draws = new double[4000];
        var places = uncertain.SelectMany(w => Enumerable.Range(w.Offset, w.Count)).ToArray();
        for (var i = 0; i < draws.Length; i++)
        {
            for (var k = 0; k < weights; k++)
            {
                var (mean, log, e) = (parameters[places[k]], parameters[layout.Parameters + k], random.NextNormal());
                var w = mean + (Math.Exp(log / 2.0) * e);
                draws[i] += (-0.5 * e * e) - (0.5 * log) + (0.5 * w * w);
            }
        }

        StatAssert.MeanEquals(draws, VariationalWeights.KullbackLeibler(uncertain, parameters), "KL");
        var gradient = new float[parameters.Length];
        VariationalWeights.AddGradient(uncertain, parameters, 2, gradient);
        foreach (var place in new[] { places[0], places[^1], layout.Parameters, parameters.Length - 1 })
        {
            double Value(float step)
            {
                float[] moved = [.. parameters];
                moved[place] += step;
                return VariationalWeights.KullbackLeibler(uncertain, moved);
            }

            // One number moves only its own term, so large steps in float32 are exact enough.
            Assert.Equal(2 * (Value(0.0625f) - Value(-0.0625f)) / 0.125, gradient[place], 2e-3);
        }
    }

    [Fact]
    public void NoisySumsHaveTheMomentsOfDrawnWeights()
    {
        // A network without hidden layers: the latent variable of an affine block is linear in t, a sum of independent weights.
        var design = new FlowDesign { Dimensions = 2, Blocks = 1, Hidden = [], Coupling = Coupling.Affine() };
        var layout = new FlowLayout(design);
        var engine = new FlowEngine<double>(layout, layout.Uncertain(withBiases: false));
        double[] parameters = new double[engine.Parameters];
        // Weights [1, 2]: of u and t; biases; log variances. The scale has next to no spread.
        (parameters[0], parameters[1], parameters[2], parameters[3]) = (0, 0.7, 0, 0.2);
        (parameters[4], parameters[5]) = (-11, -1);
        engine.SetParameters(parameters);
        const int Rows = 40_000;
        double[] x = [.. Enumerable.Range(0, Rows).SelectMany(_ => new[] { 1.5, 1.5 })];
        var z = new double[2 * Rows];
        engine.Forward(x, default, z, new double[Rows], new NoisePlace(1, 2, 0));
        // The input of the network is 1.5, so t is N(0.7 * 1.5 + 0.2, 1.5^2 exp(-1) + 1e-8).
        double[] moved = [.. Enumerable.Range(0, Rows).Select(row => z[(2 * row) + 1] - 1.5 - (0.7 * 1.5) - 0.2)];
        StatAssert.MeanEquals(moved, 0, "mean");
        var scale = Math.Exp(-11) * 1.5 * 1.5;
        StatAssert.MeanEquals([.. moved.Select(m => m * m)], (1.5 * 1.5 * Math.Exp(-1)) + (1.5 * 1.5 * scale), "variance", 1e-5);
        // The same through weights that are drawn: mean and spread of t over networks.
        var bayes = new BayesianFlow(new Flow(design, EventMap.Identity(2)));
        var deviations = Enumerable.Range(0, 4000).Select(n => (double)bayes.Draw(5, n).Parameters[0] - bayes.Mean.Parameters[0]).ToArray();
        StatAssert.MeanEquals(deviations, 0, "drawn mean");
        StatAssert.MeanEquals([.. deviations.Select(d => d * d)], Math.Exp(-9), "drawn variance");
    }

    [Fact]
    public void FewEventsGiveWiderBandsThanMany()
    {
        double Spread(int events)
        {
            var training = KnownDensity.CamelBack.Sample(events, 1);
            var start = new Flow(new FlowDesign { Dimensions = 1, Blocks = 3, Hidden = [] }, EventMap.Fit(training));
            var steps = new FlowTrainingOptions { Epochs = 400_000 / events, BatchEvents = 250, LearningRate = 5e-3 };
            var fit = FlowTrainer.Fit(new BayesianFlow(start), training, null, steps, cancellation: TestContext.Current.CancellationToken);
            var samples = fit.Flow.Networks(20, 2).Select((network, i) => network.Sample(50_000, i).Column(0)).ToArray();
            var band = GeneratorBand.Of(samples, 16, (-0.8, 0.8));
            return band.StandardDeviation.Zip(band.Mean, (s, m) => s / m).Where(double.IsFinite).Order().ElementAt(8);
        }

        var (few, many) = (Spread(500), Spread(20_000));
        Assert.True(few > 2 * many, $"{few} and {many}");
    }

    [Fact]
    public void LogVariancesAreHeldAtTheirLimitsAndComeBack()
    {
        float[] values = [-30, -3, 20];
        VariationalWeights.Hold(values);
        Assert.Equal([-16, -3, 11], values);
        // One that begins far below the limit is back at it after a step; at the limit the prior pulls upwards: d KL / d log sigma^2 = (sigma^2 - 1) / 2.
        var training = KnownDensity.CamelBack.Sample(2000, 1);
        var start = new Flow(new FlowDesign { Dimensions = 1, Blocks = 2, Hidden = [] }, EventMap.Fit(training));
        var before = new BayesianFlow(start, uncertainBiases: true);
        var low = before.With([.. start.Parameters, .. Enumerable.Repeat(-30f, before.Parameters.Length - start.Parameters.Length)]);
        var after = FlowTrainer.Fit(low, training, null, new FlowTrainingOptions { Epochs = 1 }, cancellation: TestContext.Current.CancellationToken).Flow;
        Assert.All(after.Parameters[start.Parameters.Length..].ToArray(), log => Assert.InRange(log, -16, 11));
        var gradient = new float[after.Parameters.Length];
        VariationalWeights.AddGradient(start.Layout.Uncertain(withBiases: true), [.. start.Parameters, .. Enumerable.Repeat(-16f, gradient.Length - start.Parameters.Length)], -1, gradient);
        Assert.Equal(0.5, gradient[^1], 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ASavedFlowKeepsWhatIsUncertain(bool biases)
    {
        var training = KnownDensity.Wedge.Sample(200, 1);
        var start = new Flow(new FlowDesign { Dimensions = 2, Blocks = 2, Hidden = [3] }, EventMap.Fit(training, KnownDensity.Wedge.Maps));
        var trained = FlowTrainer.Fit(new BayesianFlow(start, biases), training, null, new FlowTrainingOptions { Epochs = 1 }, cancellation: TestContext.Current.CancellationToken);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            trained.Save(path);
            Assert.Equal(trained.Flow.Draw(1, 0).Parameters.ToArray(), TrainedBayesianFlow.Load(path).Flow.Draw(1, 0).Parameters.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void UncertainBiasesHaveTheirOwnSpread()
    {
        var start = new Flow(new FlowDesign { Dimensions = 2, Blocks = 2, Hidden = [3], Coupling = Coupling.Affine() }, EventMap.Identity(2));
        // Biases of the last block come last; only weights are drawn in the published form.
        float[] Last(bool uncertain) => [.. Enumerable.Range(0, 2000).Select(n => new BayesianFlow(start, uncertain).Draw(1, n).Parameters[^1])];
        Assert.All(Last(false), bias => Assert.Equal(start.Parameters[^1], bias));
        StatAssert.MeanEquals([.. Last(true).Select(b => (double)b * b)], Math.Exp(-9), "variance");
    }

    [Fact]
    public void TheLastLayersAreALogDensityWithTheGradientOfDifferences()
    {
        var training = KnownDensity.Ring.Sample(500, 1);
        var start = new Flow(new FlowDesign { Dimensions = 2, Blocks = 2, Hidden = [6] }, EventMap.Fit(training));
        using var posterior = new LastLayerPosterior(start, training, 0.5);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var numbers = new float[posterior.Parameters];
        new CounterRandom(2).FillNormal(numbers);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] *= 0.1f;
        var (_, gradient) = posterior.Evaluate(TorchSharp.torch.tensor(numbers).reshape(1, -1));
        double Value(float step)
        {
            float[] moved = [.. numbers];
            moved[5] += step;
            // In original variables up to the constant of the map.
            return posterior.FlowOf(moved).LogDensity(training).Sum() - moved.Sum(m => 0.5 * m * m / 0.25);
        }

        var difference = (Value(1e-3f) - Value(-1e-3f)) / 2e-3;
        Assert.Equal(difference, gradient[0, 5].item<float>(), 0.02 * Math.Max(10, Math.Abs(difference)));
    }

    private static (FlowLayout Layout, IReadOnlyList<ParameterBlock> Uncertain, float[] Parameters) Parameters(bool biases)
    {
        var layout = new FlowLayout(new FlowDesign { Dimensions = 2, Blocks = 2, Hidden = [3], Coupling = Coupling.Affine() });
        var uncertain = layout.Uncertain(biases);
        var numbers = new float[layout.Parameters + uncertain.Sum(w => w.Count)];
        new CounterRandom(1).FillNormal(numbers);
        for (var i = layout.Parameters; i < numbers.Length; i++)
            numbers[i] -= 2;
        return (layout, uncertain, numbers);
    }
}
