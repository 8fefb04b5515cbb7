using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using HepBayes.Training;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

/// <summary>Density and chain rule against finite differences are in <see cref="PriorTests"/>.</summary>
public class RelevancePriorTests
{
    private const int Rows = 400;

    [Fact]
    public void The_network_sees_inputs_times_tanh_r()
    {
        var (plain, relevant) = (Network(Prior.Gaussian()), Network(Prior.Gaussian().WithRelevance()));
        Assert.Equal(plain.Parameters + 3, relevant.Parameters);
        Assert.Equal(["layer1.relevance[0]", "layer1.relevance[1]", "layer1.relevance[2]"], relevant.ParameterNames.Skip(relevant.Architecture.Layout.Count).Take(3));
        using var scope = NewDisposeScope();
        var position = relevant.PriorDraws(1, 3).data<float>().ToArray();
        float[] r = [0.5f, -1.5f, 0];
        r.CopyTo(position, relevant.Architecture.Layout.Count);
        float[] x = [0.3f, -1, 2, 1, 1, 1], scaled = [.. x.Select((v, i) => v * MathF.Tanh(r[i % 3]))];
        float[] withoutRelevance = [.. position[..relevant.Architecture.Layout.Count], position[^1]];
        var expected = new FixedNetworks(plain, 1, withoutRelevance).Predict(scaled).Mean();
        Assert.Equal(expected, new FixedNetworks(relevant, 1, position).Predict(x).Mean(), (a, b) => Math.Abs(a - b) < 1e-5);

        // Both signs of r with both signs of the weights behind it: the same network, the same density.
        var turned = (float[])position.Clone();
        turned[relevant.Architecture.Layout.Count + 1] *= -1;
        for (var unit = 0; unit < 4; unit++)
            turned[4 + unit] *= -1;
        Assert.Equal(new FixedNetworks(relevant, 1, position).Predict(x).Mean(), new FixedNetworks(relevant, 1, turned).Predict(x).Mean());
        using var posterior = relevant.Posterior(x, [1, 2]);
        var values = posterior.Evaluate(tensor(position.Concat(turned).ToArray()).reshape(2, -1)).LogDensity;
        Assert.Equal(values[0].item<double>(), values[1].item<double>());
        Assert.Equal(Math.Tanh(1.5), InputRelevance.Of(new FixedNetworks(relevant, 1, turned)).Values(1)[0][0], 1e-6);
    }

    [Fact]
    public void The_gradient_of_the_posterior_agrees_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        var network = Network(Prior.Gaussian().WithRelevance());
        var (x, y) = Data();
        using var posterior = network.Posterior(x, y);
        var position = network.PriorDraws(1, 2, 0.5);
        var gradient = posterior.Evaluate(position).Gradient.data<float>().ToArray();
        const float Step = 2e-3f;
        for (var p = 0; p < network.Parameters; p++)
        {
            using var up = position.clone();
            using var down = position.clone();
            up[0, p] = up[0, p] + Step;
            down[0, p] = down[0, p] - Step;
            var slope = (posterior.Evaluate(up).LogDensity.item<double>() - posterior.Evaluate(down).LogDensity.item<double>()) / (up[0, p] - down[0, p]).item<float>();
            Assert.True(Math.Abs(slope - gradient[p]) < 1e-2 * (10 + Math.Abs(slope)), $"{network.ParameterNames[p]}: {gradient[p]}, expected {slope}");
        }
    }

    // y depends on the first input strongly, on the second weakly, on the third not at all.
    [Fact]
    public void A_column_without_information_is_found()
    {
        var network = Network(Prior.Gaussian(scale: 3).WithRelevance());
        var (x, y) = Data();
        using var posterior = network.Posterior(x, y);
        var held = posterior.HeldWhileClimbing.GetOffsetAndLength(posterior.Parameters);
        Assert.Equal(0, held.Length);
        using var random = network.PriorDraws(2, 4);
        var fit = AdamTrainer.Fit(posterior, random, new AdamOptions { Epochs = 500, BatchRows = 128, LearningRate = 0.02, Seed = 1 }, cancellation: TestContext.Current.CancellationToken);
        var trained = InputRelevance.Of(fit);
        Assert.All([0, 1], member => Assert.True(trained.Values(0)[0][member] > 2 * trained.Values(2)[0][member], $"{trained.Values(0)[0][member]}, {trained.Values(1)[0][member]}, {trained.Values(2)[0][member]}"));
        using var start = fit.Positions();
        var options = new HmcOptions { Warmup = 200, Draws = 200, Seed = 5, MaximumLeapfrogs = 40 };
        var run = Hmc.Sample(posterior, start, options, cancellation: TestContext.Current.CancellationToken);
        var relevance = InputRelevance.Of(run.Networks(network));
        Assert.Equal((3, 2, 200), (relevance.Inputs, relevance.Values(0).Length, relevance.Values(0)[0].Length));
        // With four hidden units an irrelevant input may also have small weights itself, so the weak one is not always above it.
        Assert.True(relevance.ProbabilityAbove(0, 2) > 0.99, relevance.ProbabilityAbove(0, 2).ToString());
        Assert.True(relevance.ProbabilityAbove(0, 1) > 0.99, relevance.ProbabilityAbove(0, 1).ToString());
        Assert.True(relevance.ProbabilityAbove(1, 2) > 0.8, relevance.ProbabilityAbove(1, 2).ToString());
        Assert.True(relevance.Mean(2) < relevance.Mean(0) / 3, $"{relevance.Summary(0, "strong")}\n{relevance.Summary(2, "noise")}");
        Assert.Equal(relevance.Values(1)[0].Concat(relevance.Values(1)[1]).Average(), relevance.Mean(1), 1e-12);

        var again = Hmc.Sample(posterior, start, options, cancellation: TestContext.Current.CancellationToken);
        Assert.True(run.Position(1, 199).SequenceEqual(again.Position(1, 199)));
    }

    [Fact]
    public void Scales_of_a_hierarchical_prior_are_held_and_relevances_are_not()
    {
        var network = Network(Prior.Hierarchical().WithRelevance());
        var (x, y) = Data();
        using var posterior = network.Posterior(x, y);
        var first = network.Architecture.Layout.Count;
        Assert.Equal((first, 8), posterior.HeldWhileClimbing.GetOffsetAndLength(posterior.Parameters));
        using var start = network.PriorDraws(1, 4);
        var fit = AdamTrainer.Fit(posterior, start, new AdamOptions { Epochs = 5 }, cancellation: TestContext.Current.CancellationToken);
        var before = start.data<float>().ToArray();
        Assert.Equal(before[first..(first + 8)], fit.Parameters(0)[first..(first + 8)].ToArray());
        Assert.All(Enumerable.Range(first + 8, 3), p => Assert.NotEqual(before[p], fit.Parameters(0)[p]));
        Assert.All(Enumerable.Range(first + 8, 3), p => Assert.Equal(1, before[p]));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Prior.Gaussian().WithRelevance(0));
        Assert.Contains("has relevances already", Assert.Throws<ArgumentException>(() => Prior.Gaussian().WithRelevance().WithRelevance()).Message, StringComparison.Ordinal);
        var other = Assert.Throws<ArgumentException>(() => Prior.Gaussian().WithRelevance().Of([new ParameterBlock("conv.weight", 0, 3, 3)]));
        Assert.Contains("layer1.weight", other.Message, StringComparison.Ordinal);
        var none = Assert.Throws<ArgumentException>(() => InputRelevance.Of(new FixedNetworks(Network(Prior.Gaussian()), 1, new float[Network(Prior.Gaussian()).Parameters])));
        Assert.Contains("WithRelevance", none.Message, StringComparison.Ordinal);
    }

    private static BayesianNetwork Network(Prior prior) => new(Mlp.Of(3, [4], 1, Activation.Tanh), prior, Likelihood.GaussianWithSampledNoise(0.1));

    private static (float[] X, float[] Y) Data()
    {
        var random = new CounterRandom(23);
        float[] x = [.. Enumerable.Range(0, 3 * Rows).Select(_ => (float)random.NextNormal())];
        float[] y = [.. Enumerable.Range(0, Rows).Select(row => MathF.Sin(x[3 * row]) + (0.3f * x[(3 * row) + 1]) + (float)(0.05 * random.NextNormal()))];
        return (x, y);
    }
}
