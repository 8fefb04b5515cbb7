using HepBayes.Networks;

namespace HepBayes.Tests.Networks;

public class BayesianNetworkTests
{
    private static readonly BayesianNetwork Classifier = new(Mlp.Of(2, [3], 1, Activation.Relu), Prior.Gaussian(), Likelihood.Bernoulli());

    [Fact]
    public void AMissingInputIsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => Classifier.Posterior([1, 2, 3, float.NaN], [0, 1], source: "points.csv"));
        Assert.Contains("points.csv: input 1 of row 1 is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingLabelIsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => Classifier.Posterior([1, 2, 3, 4], [0, float.NaN]));
        Assert.Contains("target 0 of row 1 is NaN", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public void LabelsOfOneClassAreRefused(float label)
    {
        var error = Assert.Throws<ArgumentException>(() => Classifier.Posterior([1, 2, 3, 4], [label, label], source: "the training rows"));
        Assert.Contains($"All 2 labels of the training rows are {label}; a classifier needs both classes", error.Message, StringComparison.Ordinal);
    }

    // A perfect fit of a constant lets the scale of sampled noise fall without end.
    [Fact]
    public void AConstantTargetIsRefusedWhereTheNoiseIsLearned()
    {
        BayesianNetwork Regression(Likelihood likelihood, int outputs = 2) => new(Mlp.Of(1, [], outputs, Activation.Identity), Prior.Gaussian(), likelihood);
        float[] secondConstant = [1, 5, 2, 5, 3, 5];
        foreach (var network in new[]
        {
            Regression(Likelihood.GaussianWithSampledNoise([1, 1])), Regression(Likelihood.StudentTWithSampledNoise(4, [1, 1])),
            Regression(Likelihood.StudentTWithSampledNoise(4, 1)), Regression(Likelihood.StudentTHeteroscedastic(4), outputs: 4),
        })
        {
            var error = Assert.Throws<ArgumentException>(() => network.Posterior([1, 2, 3], secondConstant, source: "the masses"));
            Assert.Contains("Target 1 of the masses is 5 in all 3 rows", error.Message, StringComparison.Ordinal);
            network.Posterior([1, 2, 3], [1, 5, 2, 5, 3, 6]).Dispose();
            network.Posterior([1], [1, 5]).Dispose();
        }

        // With noise of known size a constant is a target like any other.
        Regression(Likelihood.Gaussian(0.1)).Posterior([1, 2, 3], secondConstant).Dispose();
    }

    [Fact]
    public void ALabelThatIsNeitherZeroNorOneIsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => Classifier.Posterior([1, 2, 3, 4], [0, 2]));
        Assert.Contains("label in row 1 of the data is 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SizesThatDoNotMatchAreNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => Classifier.Posterior([1, 2, 3], [0, 1]));
        Assert.Contains("3 input values and 2 target values do not make rows of 2 inputs and 1 targets", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ZeroChainsAreRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Classifier.PriorDraws(0, 1));

    [Fact]
    public void TheLayoutCoversEveryParameterOnce()
    {
        var layout = Mlp.Of(19, [50, 7], 2, Activation.Relu).Layout;
        var next = 0;
        foreach (var block in layout.Blocks)
        {
            Assert.Equal(next, block.Offset);
            next += block.Count;
        }

        Assert.Equal((19 * 50) + 50 + (50 * 7) + 7 + (7 * 2) + 2, next);
        Assert.Equal(next, layout.Count);
    }
}
