using HepBayes.Networks;

namespace HepBayes.Tests.Networks;

public class ActivationTests
{
    [Fact]
    public void EveryActivationIsFoundByItsName()
    {
        Assert.All(Activation.All, a => Assert.Same(a, Activation.Parse(a.Name)));
        Assert.Equal(Activation.All.Count, Activation.All.Select(a => a.Name).Distinct().Count());
        Assert.Equal("leaky relu(0.3)", Activation.Parse(Activation.LeakyReluOf(0.3).Name).Name);
        Assert.Equal(Activation.LeakyRelu.Name, Activation.LeakyReluOf(0.01).Name);
    }

    [Theory]
    [InlineData("swoosh")]
    [InlineData("leaky relu(x)")]
    public void AnUnknownNameListsTheKnownOnes(string name) =>
        Assert.Contains("square prelu", Assert.Throws<ArgumentException>(() => Activation.Parse(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void ASlopeOutsideItsRangeIsRefused(double slope) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Activation.LeakyReluOf(slope));

    [Fact]
    public void SampledSlopesStandBehindTheBiasesOfHiddenLayers()
    {
        var layout = Mlp.Of(3, [4, 2], 1, Activation.Prelu).Layout;
        Assert.Equal(
            ["layer1.weight", "layer1.bias", "layer1.slope", "layer2.weight", "layer2.bias", "layer2.slope", "layer3.weight", "layer3.bias"],
            layout.Blocks.Select(b => b.Name));
        var next = 0;
        foreach (var block in layout.Blocks)
        {
            Assert.Equal(next, block.Offset);
            next += block.Count;
        }

        Assert.Equal(next, layout.Count);
        Assert.Equal(12 + 4 + 4 + 8 + 2 + 2 + 2 + 1, layout.Count);
        Assert.Equal(new ParameterBlock("layer2.slope", 30, 1, 2), layout.Slope(1));
        Assert.Null(layout.Slope(2));
        Assert.Null(Mlp.Of(3, [4, 2], 1, Activation.Relu).Layout.Slope(0));
    }
}
