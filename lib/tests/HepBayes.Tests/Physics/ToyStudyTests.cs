using HepBayes.Evaluation;
using HepBayes.Physics;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Physics;

/// <summary>
/// Pulls of 500 toys of each model. The bounds of mean, width and coverage are those of a false alarm in a million, plus what
/// the estimators themselves are biased by with so few events: 0.1 errors for the mean and 0.05 for the width.
/// </summary>
public class ToyStudyTests
{
    private const int Toys = 500;
    private const double MeanBias = 0.1;
    private const double WidthBias = 0.05;

    public static TheoryData<string> Signals => [.. FitModels.Signals];

    [Theory]
    [MemberData(nameof(Signals))]
    public void Pulls_of_every_signal_have_mean_zero_and_width_one(string signal) =>
        // Two Gaussians need more events before their likelihood is a parabola.
        AssertPulls(FitModels.Of(signal, signal == "double gaussian" ? 8000 : 1500), asymmetric: signal == "gaussian");

    [Fact]
    public void Pulls_of_backgrounds_have_mean_zero_and_width_one()
    {
        AssertPulls(FitModels.BackgroundOnly(Shape.Exponential(new FitParameter("slope", -1.9, -20, 20)), 300), asymmetric: true);
        AssertPulls(FitModels.BackgroundOnly(Shape.Chebyshev(new FitParameter("c1", -0.3, -0.9, 0.9), new FitParameter("c2", 0.1, -0.6, 0.6)), 300), asymmetric: true);
    }

    [Fact]
    public void Binned_toys_have_right_pulls_and_a_right_goodness_of_fit()
    {
        var model = FitModels.Of("gaussian", 1000);
        var fit = model.FitTo(Histogram1D.Of(model.Generate(FitModels.Range, 6), 20, (2.9, 3.3)));
        AssertPulls(fit.ToysOf(new ToyOptions { Toys = Toys, Seed = 5 }));
        // The likelihood-ratio chi-square of the fit is twice its minimum, and is chi-square distributed with 20 - 5 degrees of freedom.
        Assert.Equal(2 * fit.NegativeLogLikelihood, fit.Compare().LikelihoodRatio, 1e-9);
        var statistics = fit.ToysOf(new ToyOptions { Toys = 200, Seed = 6 }).Statistics;
        Assert.InRange(statistics.Average(), 15 - 3, 15 + 3);
    }

    [Fact]
    public void A_wrong_error_is_noticed()
    {
        var model = FitModels.BackgroundOnly(Shape.Chebyshev(), 300);
        var pulls = model.FitTo(model.Generate((0, 1), 1), (0, 1)).ToysOf(new ToyOptions { Toys = Toys }).Pulls("N_bkg");
        AssertPull(pulls);
        Assert.ThrowsAny<Exception>(() => AssertPull(pulls with { Errors = [.. pulls.Errors.Select(e => 0.7 * e)] }));
        Assert.ThrowsAny<Exception>(() => AssertPull(pulls with { Truth = pulls.Truth + (0.5 * pulls.Errors[0]) }));
    }

    [Fact]
    public void Toys_judge_the_goodness_of_fit()
    {
        var model = FitModels.Of("crystal ball", 4000);
        var values = model.Generate(FitModels.Range, 9);
        var right = model.FitTo(values, FitModels.Range).ToysOf(new ToyOptions { Toys = 100, Seed = 3 });
        Assert.True(right.Probability.High > 0.02);
        Assert.Empty(right.Failures);
        var wrong = FitModels.Of("gaussian", 4000).FitTo(values, FitModels.Range).ToysOf(new ToyOptions { Toys = 100, Seed = 3 });
        Assert.Equal(0, wrong.Probability.Value);
    }

    [Fact]
    public void Equal_seeds_give_equal_toys_for_any_number_of_threads()
    {
        var model = FitModels.Of("gaussian", 300);
        var fit = model.FitTo(model.Generate(FitModels.Range, 1), FitModels.Range);
        var threads = Compute.Threads;
        try
        {
            Compute.Threads = 1;
            var one = fit.ToysOf(new ToyOptions { Toys = 8, Seed = 4 });
            Compute.Threads = 3;
            var three = fit.ToysOf(new ToyOptions { Toys = 8, Seed = 4 });
            Assert.Equal(one.Pulls("mean").Values, three.Pulls("mean").Values);
            Assert.Equal(one.Statistics, three.Statistics);
            Assert.NotEqual(one.Pulls("mean").Values, fit.ToysOf(new ToyOptions { Toys = 8, Seed = 5 }).Pulls("mean").Values);
        }
        finally
        {
            Compute.Threads = threads;
        }
    }

    [Fact]
    public void Toys_report_and_stop()
    {
        var model = FitModels.BackgroundOnly(Shape.Chebyshev(), 100);
        var fit = model.FitTo(model.Generate((0, 1), 1), (0, 1));
        var reports = new List<ProgressReport>();
        fit.ToysOf(new ToyOptions { Toys = 10 }, new ProgressCallback(reports.Add));
        Assert.Equal(10, reports.Count);
        Assert.Equal((1.0, "toy 10 of 10, 0 failed"), (reports[^1].Fraction, reports[^1].Message));
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => fit.Toys(new ToyOptions { Toys = 10_000 }, new ProgressCallback(_ => source.Cancel()), source.Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => fit.ToysOf(new ToyOptions { Toys = 1 }));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(20)]
    [InlineData(1000)]
    public void Poisson_numbers_have_their_mean_and_variance(double mean)
    {
        var random = new CounterRandom(12);
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => (double)PoissonRandom.Next(random, mean))];
        StatAssert.MeanEquals(draws, mean, "Poisson mean");
        StatAssert.MeanEquals([.. draws.Select(d => (d - mean) * (d - mean))], mean, "Poisson variance");
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Generated_events_have_the_density(string signal)
    {
        var model = FitModels.Of(signal, 20_000);
        var values = model.Generate(FitModels.Range, 21);
        double[] edges = [.. Enumerable.Range(0, 2001).Select(i => 2.9 + (0.4 * i / 2000))];
        edges[^1] = 3.3;
        var expected = model.Expected(FitModels.Range, edges);
        var sums = new double[edges.Length];
        for (var i = 0; i < expected.Length; i++)
            sums[i + 1] = sums[i] + expected[i];
        StatAssert.DistributionEquals(values, x => sums[(int)Math.Clamp(Math.Round((x - 2.9) / 0.4 * 2000), 0, 2000)] / sums[^1], signal);
    }

    private static void AssertPulls(FitModel model, bool asymmetric)
    {
        var range = FitModels.Range;
        var fit = model.FitTo(model.Generate(range, 100), range);
        AssertPulls(fit.ToysOf(new ToyOptions { Toys = Toys, Seed = 1, AsymmetricErrors = asymmetric, Bins = 20 }));
    }

    private static void AssertPulls(ToyStudy study)
    {
        Assert.True(study.Failures.Count <= Toys / 50, string.Join('\n', study.Failures.Take(3).Prepend($"{study.Failures.Count} failures")));
        foreach (var pulls in study.AllPulls())
            AssertPull(pulls);
    }

    private static void AssertPull(ToyPulls pulls)
    {
        var quantile = Math.Abs(Normal.InvCDF(0, 1, StatAssert.FalseAlarmRate / 2));
        var count = pulls.Pulls.Count;
        Assert.True(Math.Abs(pulls.Mean) < (quantile / Math.Sqrt(count)) + MeanBias, pulls.ToString());
        Assert.True(Math.Abs(pulls.Width - 1) < (quantile / Math.Sqrt(2.0 * count)) + WidthBias, pulls.ToString());
        var covered = pulls.Covered.Count(c => c);
        var (low, high) = (Quantile(StatAssert.FalseAlarmRate / 2), Quantile(1 - (StatAssert.FalseAlarmRate / 2)));
        Assert.True(covered > low - (0.03 * count) && covered < high + (0.03 * count), pulls.ToString());

        double Quantile(double p) => (count * 0.6827) + (Normal.InvCDF(0, 1, p) * Math.Sqrt(count * 0.6827 * 0.3173));
    }
}
