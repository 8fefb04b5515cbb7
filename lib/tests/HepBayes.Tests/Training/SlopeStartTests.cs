using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Tests.Support;
using HepBayes.Training;
using TorchSharp;

namespace HepBayes.Tests.Training;

public class SlopeStartTests
{
    private static readonly float[] X = [0.1f, -0.7f, 1.4f, 0.3f, -1.2f, -0.4f, 0.9f, 2];
    private static readonly float[] Y = [1, 0.5f, -0.3f, 2];

    [Theory]
    [InlineData("prelu")]
    [InlineData("square prelu")]
    public void A_trained_rectifier_network_is_the_same_function_with_slopes(string activation)
    {
        using var scope = torch.NewDisposeScope();
        var trained = Trained();
        var network = Network(Activation.Parse(activation));
        var positions = trained.PositionsFor(network);
        Assert.Equal([3L, network.Parameters], positions.shape);
        float[][] vectors = [.. Enumerable.Range(0, 3).Select(m => positions[m].data<float>().ToArray())];
        var same = new FixedNetworks(network, 1, vectors).Predict(X);
        for (var member = 0; member < 3; member++)
            Assert.Equal(trained.Predict(X).Network(member), same.Network(member));
        var slope = network.Architecture.Layout.Slope(1)!.Value;
        Assert.All(vectors, v => Assert.All(v[slope.Offset..(slope.Offset + slope.Count)], s => Assert.Equal(0, s)));
        Assert.Equal(trained.Parameters(2)[^1], vectors[2][^1]);
    }

    [Fact]
    public void Other_networks_are_refused_with_the_reason()
    {
        var trained = Trained();
        void Refused(BayesianNetwork network, string reason) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => trained.PositionsFor(network)).Message, StringComparison.Ordinal);
        Refused(Network(Activation.Tanh), "found relu and tanh");
        Refused(Network(Activation.Prelu, 3, 5), "widths differ");
        Refused(Network(Activation.Prelu, 3), "widths differ");
        Refused(Network(Activation.Prelu) with { Likelihood = Likelihood.Gaussian(1) }, "likelihoods differ");
        Refused(Network(Activation.Prelu) with { Prior = Prior.Hierarchical() }, "parameters of its own");
    }

    private static TrainedNetworks Trained()
    {
        var network = Network(Activation.Relu);
        using var posterior = network.Posterior(X, Y);
        using var start = network.PriorDraws(3, 1);
        return AdamTrainer.Fit(posterior, start, new AdamOptions { Epochs = 20 }, cancellation: TestContext.Current.CancellationToken);
    }

    private static BayesianNetwork Network(Activation activation, params int[] hidden) =>
        new(Mlp.Of(2, hidden.Length == 0 ? [3, 4] : hidden, 1, activation), Prior.Gaussian(), Likelihood.GaussianWithSampledNoise(0.3));
}
