using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class LikelihoodTests
{
    private static readonly double[] F = [0.4, -0.3, 1.1, 0.2];

    public static TheoryData<string> Names() => [.. TestLikelihoods.All.Keys];

    [Fact]
    public void DensitiesAreThoseOfMathNet()
    {
        Assert.Equal(Normal.PDFLn(0.4, 0.7, 1.3) + Normal.PDFLn(-0.3, 0.7, 0.1), Likelihood.Gaussian(0.7).LogProbability(F.AsSpan(0, 2), [1.3, 0.1], []), 1e-12);
        Assert.Equal(Normal.PDFLn(0.4, Math.E, 1.3), Likelihood.GaussianWithSampledNoise(0.7).LogProbability(F.AsSpan(0, 1), [1.3], [1]), 1e-12);
        Assert.Equal(Normal.PDFLn(0.4, 2, 1.3) + Normal.PDFLn(-0.3, 3, 0.1), Likelihood.GaussianWithSampledNoise([1, 1]).LogProbability(F.AsSpan(0, 2), [1.3, 0.1], [Math.Log(2), Math.Log(3)]), 1e-12);
        Assert.Equal(Normal.PDFLn(0.4, Math.Exp(1.1), 1.3) + Normal.PDFLn(-0.3, Math.Exp(0.2), 0.1), Likelihood.GaussianHeteroscedastic().LogProbability(F, [1.3, 0.1], []), 1e-12);
        Assert.Equal(StudentT.PDFLn(0.4, Math.Exp(1.1), 3, 1.3) + StudentT.PDFLn(-0.3, Math.Exp(0.2), 3, 0.1), Likelihood.StudentTHeteroscedastic(3).LogProbability(F, [1.3, 0.1], []), 1e-10);
        Assert.Equal(StudentT.PDFLn(0.4, 0.5, 3, 1.3), Likelihood.StudentT(3, 0.5).LogProbability(F.AsSpan(0, 1), [1.3], []), 1e-10);
        Assert.Equal(Poisson.PMFLn(Math.Exp(0.4), 3), Likelihood.Poisson().LogProbability(F.AsSpan(0, 1), [3], []), 1e-12);
        Assert.Equal(Math.Log(1 / (1 + Math.Exp(0.4))), Likelihood.Bernoulli().LogProbability(F.AsSpan(0, 1), [0], []), 1e-12);
        Assert.Equal(Math.Log(Math.Exp(1.1) / F.Sum(Math.Exp)), Likelihood.Categorical().LogProbability(F, [2], []), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawsHaveTheStatedMeanAndVariance(string name)
    {
        var likelihood = TestLikelihoods.All[name].Likelihood;
        var hypers = Enumerable.Range(0, likelihood.HyperParameters).Select(h => -0.2 * h).ToArray();
        var (mean, variance) = (new double[likelihood.MeanColumns(4)], new double[likelihood.MeanColumns(4)]);
        likelihood.Mean(F, hypers, mean);
        likelihood.Variance(F, hypers, variance);
        var random = new CounterRandom(3);
        var draws = Enumerable.Range(0, 20_000).Select(_ =>
        {
            var targets = new double[likelihood.TargetColumns(4)];
            likelihood.Sample(F, hypers, random, targets);
            return name == "categorical" ? [.. Enumerable.Range(0, 4).Select(k => targets[0] == k ? 1.0 : 0)] : targets;
        }).ToArray();
        for (var c = 0; c < mean.Length; c++)
        {
            StatAssert.MeanEquals([.. draws.Select(d => d[c])], mean[c], $"{name}, mean of column {c}");
            // The square of a Student-t number with 4 degrees of freedom has no variance; its draws are checked by their distribution.
            if (!name.StartsWith("student", StringComparison.Ordinal))
                StatAssert.MeanEquals([.. draws.Select(d => (d[c] - mean[c]) * (d[c] - mean[c]))], variance[c], $"{name}, variance of column {c}");
        }
    }

    [Fact]
    public void StudentTNoiseHasItsDistributionAndVariance()
    {
        var likelihood = Likelihood.StudentT(4, 0.5);
        var random = new CounterRandom(4);
        StatAssert.DistributionEquals(Enumerable.Range(0, 20_000).Select(_ => Draw(likelihood, 0.4, random)), x => StudentT.CDF(0.4, 0.5, 4, x), "student-t");
        var variance = new double[1];
        likelihood.Variance(F.AsSpan(0, 1), [], variance);
        Assert.Equal(0.25 * 4 / 2, variance[0], 1e-12);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(3.7)]
    [InlineData(2000.0)]
    public void PoissonCountsHaveTheirDistribution(double rate)
    {
        var random = new CounterRandom(5);
        var counts = Enumerable.Range(0, 20_000).Select(_ => Draw(Likelihood.Poisson(), Math.Log(rate), random)).ToArray();
        // A uniform number between P(N < n) and P(N <= n) is uniform over all counts.
        StatAssert.DistributionEquals(
            counts.Select(n => (n > 0 ? Poisson.CDF(rate, n - 1) : 0) + (random.NextDouble() * Poisson.PMF(rate, (int)n))), x => Math.Clamp(x, 0, 1), $"poisson {rate}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AWeightOfTwoIsARowTwice(string name)
    {
        using var scope = NewDisposeScope();
        var network = new BayesianNetwork(Mlp.Of(1, [3], 4, Activation.Tanh), Prior.Gaussian(), TestLikelihoods.All[name].Likelihood);
        var columns = network.Likelihood.TargetColumns(4);
        var y = TestLikelihoods.Targets(name, 12, new CounterRandom(6));
        float[] x = [.. Enumerable.Range(0, 12).Select(i => i / 4f)];
        using var weighted = network.Posterior(x, y, weights: [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
        using var repeated = network.Posterior([0, .. x[..10]], [.. y.AsSpan(0, columns), .. y.AsSpan(0, 10 * columns)]);
        var position = network.PriorDraws(2, 1);
        var (a, da) = weighted.Evaluate(position);
        var (b, db) = repeated.Evaluate(position);
        Assert.True(a.allclose(b, 1e-6, 1e-6));
        Assert.True(da.allclose(db, 1e-4, 1e-4));
    }

    [Fact]
    public void ImpossibleWeightsAreNamed()
    {
        var network = new BayesianNetwork(Mlp.Of(1, [], 1, Activation.Identity), Prior.Gaussian(), Likelihood.Gaussian(1));
        string Message(params float[] weights) => Assert.Throws<ArgumentException>(() => network.Posterior([1, 2], [0, 1], weights: weights)).Message;
        Assert.Contains("the event weight of row 1 is -1", Message(1, -1), StringComparison.Ordinal);
        Assert.Contains("the event weight of row 0 is NaN", Message(float.NaN, 1), StringComparison.Ordinal);
        Assert.Contains("all 2 event weights are 0", Message(0, 0), StringComparison.Ordinal);
        Assert.Contains("3 event weights for 2 rows", Message(1, 1, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void ATableGivesTargetsAndWeightsByName()
    {
        using var scope = NewDisposeScope();
        var table = Table.FromColumns(("x", [1f, 2f, 3f]), ("a", [0f, 1f, 2f]), ("b", [3f, 4f, 6f]), ("w", [1f, 2f, 0.5f]));
        var network = new BayesianNetwork(Mlp.Of(1, [2], 2, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(1));
        using var named = network.Posterior(table, ["x"], ["a", "b"], weight: "w");
        using var plain = network.Posterior([1, 2, 3], [0, 3, 1, 4, 2, 6], weights: [1, 2, 0.5f]);
        var position = network.PriorDraws(2, 1);
        Assert.Equal(plain.Evaluate(position).Gradient.bytes.ToArray(), named.Evaluate(position).Gradient.bytes.ToArray());
        Assert.Equal(plain.Fingerprint, named.Fingerprint);
        var error = Assert.Throws<ArgumentException>(() => network.Posterior(table, ["x"], "a"));
        Assert.Contains("1 input columns and 1 target columns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OutputsThatDoNotFitAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Likelihood.GaussianHeteroscedastic().TargetColumns(3));
        Assert.Throws<ArgumentException>(() => Likelihood.Categorical().TargetColumns(1));
        Assert.Throws<ArgumentException>(() => Likelihood.GaussianWithSampledNoise([1, 2]).TargetColumns(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Likelihood.Gaussian(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Likelihood.StudentT(-1, 1));
    }

    [Theory]
    [InlineData("categorical", 4f, "class in row 1 of points is 4")]
    [InlineData("categorical", 0.5f, "class in row 1 of points is 0.5")]
    [InlineData("poisson", -1f, "count in row 1 of points is -1")]
    [InlineData("poisson", 1.5f, "count in row 1 of points is 1.5")]
    public void ImpossibleTargetsAreNamed(string name, float target, string expected)
    {
        var likelihood = TestLikelihoods.All[name].Likelihood;
        var error = Assert.Throws<ArgumentException>(() => likelihood.CheckTargets([0, target], likelihood.TargetColumns(4) == 1 ? 4 : 1, "points"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static double Draw(Likelihood likelihood, double output, CounterRandom random)
    {
        var target = new double[1];
        likelihood.Sample([output], [], random, target);
        return target[0];
    }
}
