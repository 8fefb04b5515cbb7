using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class ScalePriorTests
{
    // Each prior with the density of s itself, from MathNet, and its distribution.
    private static readonly Dictionary<string, (ScalePrior Prior, Func<double, double> Density, Func<double, double> Cumulative)> Priors = new()
    {
        ["log-normal"] = (ScalePrior.LogNormal(0.7, 0.8), s => LogNormal.PDF(Math.Log(0.7), 0.8, s), s => LogNormal.CDF(Math.Log(0.7), 0.8, s)),
        ["tensorbnn gaussian"] = (ScalePrior.Normal(1, 0.1), s => Normal.PDF(1, 0.1, s), s => Normal.CDF(1, 0.1, s)),
        ["tensorbnn cauchy"] = (ScalePrior.Normal(Math.Sqrt(0.5), 0.5), s => Normal.PDF(Math.Sqrt(0.5), 0.5, s) / Normal.CDF(0, 0.5, Math.Sqrt(0.5)), s => 1 - (Normal.CDF(s, 0.5, Math.Sqrt(0.5)) / Normal.CDF(0, 0.5, Math.Sqrt(0.5)))),
        ["half-normal"] = (ScalePrior.HalfNormal(0.7), s => 2 * Normal.PDF(0, 0.7, s), s => (2 * Normal.CDF(0, 0.7, s)) - 1),
        ["half-cauchy"] = (ScalePrior.HalfCauchy(0.7), s => 2 * Cauchy.PDF(0, 0.7, s), s => (2 * Cauchy.CDF(0, 0.7, s)) - 1),
    };

    public static TheoryData<string> Names() => [.. Priors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheDensityOfLogSIsThatOfSTimesS(string name)
    {
        var (prior, density, _) = Priors[name];
        foreach (var s in new[] { 0.05, 0.6, 0.9, 1.1, 1.5, 2.2 })
        {
            var (value, slope) = prior.Evaluate(Math.Log(s));
            Assert.Equal(Math.Log(density(s) * s), value, 1e-7);
            Assert.Equal(LocationScaleFamilyTests.Derivative(u => prior.Evaluate(u).LogDensity, Math.Log(s)), slope, 1e-5 * (1 + Math.Abs(slope)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheDensityOfLogSIntegratesToOneOnlyWithItsJacobian(string name)
    {
        var prior = Priors[name].Prior;
        Assert.Equal(1, Integral(u => Math.Exp(prior.Evaluate(u).LogDensity)), 1e-6);
        // The planted error: the density of s taken for that of log s.
        Assert.True(Math.Abs(Integral(u => Math.Exp(prior.Evaluate(u).LogDensity - u)) - 1) > 1e-3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawsHaveTheDensity(string name)
    {
        var (prior, _, cumulative) = Priors[name];
        var random = new CounterRandom(9);
        StatAssert.DistributionEquals(Enumerable.Range(0, 20_000).Select(_ => Math.Exp(prior.Location + (prior.Width * prior.Family.Sample(random)))), cumulative, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TensorsGiveTheSame(string name)
    {
        using var scope = NewDisposeScope();
        var family = Priors[name].Prior.Family;
        double[] points = [-3, -0.5, 0.1, 2];
        var (value, slope) = family.Evaluate(tensor(points));
        for (var i = 0; i < points.Length; i++)
        {
            Assert.Equal(family.LogDensity(points[i]), value[i].item<double>(), 1e-12 * (1 + Math.Abs(family.LogDensity(points[i]))));
            Assert.Equal(family.Slope(points[i]), slope[i].item<double>(), 1e-12 * (1 + Math.Abs(family.Slope(points[i]))));
        }
    }

    [Fact]
    public void SettingsThatAreNotPositiveAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ScalePrior.LogNormal(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScalePrior.LogNormal(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScalePrior.Normal(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScalePrior.HalfCauchy(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScalePrior.HalfNormal(0));
    }

    private static double Integral(Func<double, double> density) =>
        Enumerable.Range(-40, 80).Sum(u => GaussLegendreRule.Integrate(density, u, u + 1, 32));
}
