using HepBayes.Evaluation;

namespace HepBayes.Tests.Evaluation;

public class SignificanceTests
{
    [Theory]
    [InlineData(10, 100, 10, 1, 0.983992, 0.690196, 0.707107)]
    [InlineData(5, 1, 0.3, 5, 3.391329, 3.110266, 4.789131)]
    [InlineData(20, 50, 5, 2.828427, 2.665729, 2.133224, 2.309401)]
    [InlineData(50, 100, 20, 5, 4.651831, 1.968311, 2.236068)]
    public void Agrees_with_the_formulas_evaluated_elsewhere(double s, double b, double sigma, double simple, double asimov, double withError, double simpleWithError)
    {
        Assert.Equal(simple, Significance.Simple(s, b), 1e-6);
        Assert.Equal(asimov, Significance.Asimov(s, b), 1e-6);
        Assert.Equal(withError, Significance.Asimov(s, b, sigma), 1e-6);
        Assert.Equal(simpleWithError, Significance.Simple(s, b, sigma), 1e-6);
    }

    [Fact]
    public void Limits_join_smoothly()
    {
        foreach (var (s, b) in new[] { (10.0, 100.0), (3.0, 0.2), (1e-3, 5.0), (1.0, 1e6) })
        {
            Assert.Equal(Significance.Asimov(s, b), Significance.Asimov(s, b, 1e-10 * b), 1e-9 * Significance.Asimov(s, b));
            Assert.Equal(Significance.Asimov(s, b), Significance.Asimov(s, b, 1e-150), 1e-12 * Significance.Asimov(s, b));
        }

        // Small signals: the limit s / sqrt(b + v), and no loss of digits on the way to it.
        foreach (var s in new[] { 1e-12, 1e-9, 1e-7 })
        {
            Assert.Equal(s / Math.Sqrt(2), Significance.Asimov(s, 1, 1), 2 * s * s);
            Assert.Equal(s * (1 - (s / 6)), Significance.Asimov(s, 1), 1e-15 * s);
        }

        // For sigma = 0 the formula of arXiv 1007.1727.
        Assert.Equal(Math.Sqrt(2 * ((15 * Math.Log(1.5)) - 5)), Significance.Asimov(5, 10), 1e-14);
    }

    [Fact]
    public void Without_background_the_stated_rule_holds()
    {
        Assert.Equal(double.PositiveInfinity, Significance.Asimov(2, 0));
        Assert.Equal(0, Significance.Asimov(0, 0));
        Assert.True(double.IsNaN(Significance.Asimov(2, 0, 1)));
        Assert.Equal(0, Significance.Asimov(0, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Significance.Asimov(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Significance.Asimov(1, double.NaN));
    }

    // The two-bin model of pyhf's README; the first values are a direct evaluation of the formulas.
    [Fact]
    public void Cls_of_the_two_bin_model()
    {
        var experiment = new CountingExperiment([12, 11], [50, 52], [3, 7]);
        var result = experiment.Test([51, 48]);
        Assert.Equal(3.938245, result.Statistic, 1e-6);
        Assert.Equal(3.418869, result.AsimovStatistic, 1e-6);
        Assert.Equal(0.0233250, result.SignalPlusBackground, 1e-7);
        Assert.Equal(0.444154, result.BackgroundOnly, 1e-6);
        Assert.Equal(0.0525155, result.Observed, 1e-7);
        double[] band = [0.0026064, 0.0138206, 0.0644552, 0.2352609, 0.5730417];
        Assert.All(band.Index(), item => Assert.Equal(item.Item, result.Expected(item.Index - 2), 1e-7));
        // pyhf 0.7 prints these with the tolerance of its minimiser.
        Assert.Equal(0.05251497, result.Observed, 1e-4 * 0.0525);
        Assert.Equal(0.06445321, result.Expected(), 1e-4 * 0.0645);
        // The plain formulas of arXiv 1007.1727 give another value: the statistic matters.
        var (r, a) = (Math.Sqrt(result.Statistic), Math.Sqrt(result.AsimovStatistic));
        double Upper(double z) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, -z);
        Assert.Equal(0.0529011, Upper(r) / Upper(r - a), 1e-7);
    }

    [Fact]
    public void The_fit_of_the_strength_finds_what_was_put_in()
    {
        var experiment = new CountingExperiment([12, 0, 11], [50, 20, 52], [3, 2, 7]);
        // Asimov data for mu = 1.7 with the expected backgrounds.
        Assert.Equal(1.7, experiment.Test([50 + (1.7 * 12), 20, 52 + (1.7 * 11)], 2).BestStrength, 1e-9);
        Assert.Equal(0, experiment.Test([30, 20, 30]).BestStrength);
        Assert.Equal(0, experiment.Test([90, 20, 90]).Statistic);
        Assert.Throws<ArgumentException>(() => experiment.Test([1, 2]));
        Assert.Throws<ArgumentException>(() => new CountingExperiment([0, 0], [1, 1], [1, 1]));
        Assert.Throws<ArgumentException>(() => new CountingExperiment([1], [0], [1]));
    }

    // R: poisson.test(10)$conf.int, poisson.test(0)$conf.int.
    [Fact]
    public void Garwood_agrees_with_R_and_weighted_sums_scale()
    {
        Assert.Equal(4.795389, PoissonInterval.Garwood(10, 0.95).Low, 1e-6);
        Assert.Equal(18.390356, PoissonInterval.Garwood(10, 0.95).High, 1e-6);
        Assert.Equal((0, 3.688879), (PoissonInterval.Garwood(0, 0.95).Low, Math.Round(PoissonInterval.Garwood(0, 0.95).High, 6)));
        var weighted = PoissonInterval.Weighted(new Yield(10 * 0.3, 10 * 0.09, 10), 0.95);
        Assert.Equal(0.3 * 18.390356, weighted.High, 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonInterval.Garwood(-1));
    }
}
