using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Prediction;

public class PredictionAutocorrelationTests
{
    [Fact]
    public void CorrelationsAreThoseOfTheFormula()
    {
        // Offsets 0, 1, 0, 1 about 1/2 in both chains: covariances with divisor n are 1/4 (1, -3/4, 1/2, -1/4).
        var networks = new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(1)), 2, [.. new float[] { 0, 1, 0, 1, 0, 1, 0, 1 }.Select(b => new[] { 0, b })]);
        var result = PredictionAutocorrelation.Of(networks.Predict([1, 2]));
        double[] expected = [1, -0.75, 0.5, -0.25];
        for (var lag = 0; lag < 4; lag++)
            Assert.Equal(expected[lag], result.Correlation[lag], 1e-12);
        Assert.Equal(0, result.MeanTime, 1e-12);
    }

    [Fact]
    public void ARowThatNeverChangesIsLeftOut()
    {
        var networks = new FixedNetworks(FixedNetworks.Line(Likelihood.Gaussian(1)), 1, [.. new float[] { 0, 1, 3, 1, 0, 2 }.Select(w => new[] { w, 0 })]);
        var both = PredictionAutocorrelation.Of(networks.Predict([0, 2]));
        var one = PredictionAutocorrelation.Of(networks.Predict([2]));
        Assert.Equal(double.NaN, both.Times[0]);
        Assert.Equal(one.MeanTime, both.MeanTime, 1e-9);
        Assert.Equal(one.Correlation[1], both.Correlation[1], 1e-9);
    }
}
