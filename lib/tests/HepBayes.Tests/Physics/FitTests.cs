using HepBayes.Evaluation;
using HepBayes.Physics;
using HepBayes.Runtime;

namespace HepBayes.Tests.Physics;

public class FitTests
{
    private static readonly double[] Normal = [.. Normals(4000, 7).Select(x => 5 + (0.4 * x))];

    [Fact]
    public void A_gaussian_fit_gives_the_moments_and_their_errors()
    {
        var fit = GaussianAlone().FitTo(Normal, (-5, 15));
        var (mean, count) = (Normal.Average(), (double)Normal.Length);
        var sigma = Math.Sqrt(Normal.Sum(x => (x - mean) * (x - mean)) / count);
        AssertWithin(fit["mean"], mean);
        AssertWithin(fit["sigma"], sigma);
        AssertWithin(fit["n"], count);
        Assert.Equal(sigma / Math.Sqrt(count), fit["mean"].Error, 1e-6 * sigma);
        Assert.Equal(sigma / Math.Sqrt(2 * count), fit["sigma"].Error, 1e-6 * sigma);
        Assert.Equal(Math.Sqrt(count), fit["n"].Error, 1e-4);
        Assert.Equal(0, fit.Correlation("mean", "n"), 1e-5);
        var expected = count - (count * Math.Log(count)) + (count * Math.Log(sigma * Math.Sqrt(2 * Math.PI))) + (count / 2);
        Assert.Equal(expected, fit.NegativeLogLikelihood, 1e-6);
        Assert.Empty(fit.Warnings);
        Assert.True(fit.EstimatedDistance < 1e-9);
    }

    [Fact]
    public void Asymmetric_errors_of_a_poisson_count_solve_their_equation()
    {
        double[] values = [.. Enumerable.Range(0, 9).Select(i => (i + 0.5) / 9)];
        var fit = FitModels.BackgroundOnly(Shape.Chebyshev(), 9).FitTo(values, (0, 1)).WithAsymmetricErrors();
        double Rise(double n) => n - 9 - (9 * Math.Log(n / 9));
        Assert.Equal(0.5, Rise(9 - fit["N_bkg"].ErrorLow!.Value), 2e-4);
        Assert.Equal(0.5, Rise(9 + fit["N_bkg"].ErrorHigh!.Value), 2e-4);
        Assert.Equal(3, fit["N_bkg"].Error, 1e-4);
        // The profile of the only parameter is the likelihood itself.
        var scan = fit.Profile("N_bkg", points: 7, reach: 2);
        for (var i = 0; i < 7; i++)
            Assert.Equal(Rise(scan.Values[i]), scan.Heights[i], 1e-9);
    }

    [Fact]
    public void Profiles_of_a_correlated_parameter_are_below_the_plain_likelihood()
    {
        var model = FitModels.Of("gaussian", 3000);
        var fit = model.FitTo(model.Generate(FitModels.Range, 3), FitModels.Range);
        var profile = fit.Profile("N_sig", 5, 2);
        Assert.Equal(0, profile.Heights[2], 1e-6);
        // About a parabola with the error of the full covariance matrix.
        Assert.InRange(profile.Heights[0], 1.8, 2.2);
        Assert.InRange(profile.Heights[4], 1.8, 2.2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_agree_with_finite_differences(bool binned)
    {
        foreach (var name in FitModels.Signals)
        {
            var model = FitModels.Of(name, 1500);
            var values = model.Generate(FitModels.Range, 11);
            FitData data = binned ? new BinnedData(Histogram1D.Of(values, 30, (2.9, 3.3))) : new UnbinnedData(values, FitModels.Range);
            using var objective = data.Objective(model);
            var at = model.Values().Select((v, i) => v * (1.01 + (0.003 * i))).ToArray();
            var (gradient, unused) = (new double[at.Length], new double[at.Length]);
            objective.Evaluate(at, gradient);
            for (var i = 0; i < at.Length; i++)
            {
                var step = 1e-5 * Math.Abs(at[i]);
                double Height(double shift)
                {
                    var moved = (double[])at.Clone();
                    moved[i] += shift;
                    return objective.Evaluate(moved, unused);
                }

                var slope = (Height(step) - Height(-step)) / (2 * step);
                Assert.True(Math.Abs(slope - gradient[i]) * Math.Abs(at[i]) < 1e-4 * (1 + Math.Abs(slope * at[i])), $"{name}, {model.Parameters[i].Name}: {gradient[i]} against {slope}");
            }
        }
    }

    [Fact]
    public void Binned_fits_in_fine_bins_agree_with_unbinned_ones()
    {
        var model = FitModels.Of("crystal ball", 20_000);
        var values = model.Generate(FitModels.Range, 5);
        var unbinned = model.FitTo(values, FitModels.Range);
        var binned = model.FitTo(Histogram1D.Of(values, 2000, (2.9, 3.3)));
        foreach (var parameter in unbinned.Parameters.Where(p => p.State == FitParameterState.Free))
        {
            Assert.Equal(parameter.Value, binned[parameter.Name].Value, 0.05 * parameter.Error);
            Assert.Equal(parameter.Error, binned[parameter.Name].Error, 0.01 * parameter.Error);
        }
    }

    [Fact]
    public void A_constraint_is_averaged_with_the_data()
    {
        var model = GaussianAlone();
        var free = model.FitTo(Normal, (-5, 15))["mean"];
        // As exact as the data and twice their error away: the mean of both.
        var fit = model.With(model.Parameters[1].Constrain(free.Value + (2 * free.Error), free.Error)).FitTo(Normal, (-5, 15));
        Assert.Equal(free.Value + free.Error, fit["mean"].Value, 0.002 * free.Error);
        Assert.Equal(free.Error / Math.Sqrt(2), fit["mean"].Error, 0.002 * free.Error);
        Assert.Equal(2, fit.FittedCount);
    }

    [Fact]
    public void Fixed_and_shared_parameters_count_once()
    {
        var mean = new FitParameter("mean", 3.09, 2.95, 3.2);
        var model = FitModel.Sum(
            new FitComponent("a", new FitParameter("a", 500, 0, 1e4), Shape.Gaussian(mean, new FitParameter("sigma", 0.02, 0.001, 1))),
            new FitComponent("b", new FitParameter("b", 500, 0, 1e4), Shape.Gaussian(mean, new FitParameter("wide", 0.08).Fix())));
        Assert.Equal(["a", "mean", "sigma", "b", "wide"], model.Parameters.Select(p => p.Name));
        var fit = model.FitTo(model.Generate(FitModels.Range, 1), FitModels.Range);
        Assert.Equal(4, fit.FittedCount);
        Assert.Equal((0.08, 0.0, FitParameterState.Fixed), (fit["wide"].Value, fit["wide"].Error, fit["wide"].State));
        Assert.True(double.IsNaN(fit.Correlation("wide", "mean")));
        var other = new FitParameter("mean", 3.0);
        Assert.Contains("two different parameters 'mean'", Assert.Throws<ArgumentException>(() => FitModel.Sum(
            new FitComponent("a", new FitParameter("a", 1), Shape.Exponential(mean)), new FitComponent("b", new FitParameter("b", 1), Shape.Exponential(other)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        var model = FitModels.Of("voigtian", 5000);
        var values = model.Generate(FitModels.Range, 2);
        var threads = Compute.Threads;
        try
        {
            Compute.Threads = 1;
            var one = model.FitTo(values, FitModels.Range);
            Compute.Threads = 3;
            var three = model.FitTo(values, FitModels.Range);
            Assert.Equal(one.Parameters, three.Parameters);
            Assert.Equal(one.NegativeLogLikelihood, three.NegativeLogLikelihood);
        }
        finally
        {
            Compute.Threads = threads;
        }
    }

    [Fact]
    public void Bad_starts_still_lead_to_the_minimum()
    {
        var model = FitModels.Of("gaussian", 3000);
        var values = model.Generate(FitModels.Range, 4);
        var good = model.FitTo(values, FitModels.Range);
        foreach (var (mean, sigma, slope, signal) in new[] { (2.97, 0.09, 5.0, 100.0), (3.15, 0.02, -9.0, 20_000.0), (3.0, 0.1, 0.0, 1.0) })
        {
            FitParameter At(string name, double value) => model.Parameters[model.IndexOf(name)].StartAt(value);
            var fit = model.With(At("mean", mean)).With(At("sigma", sigma)).With(At("slope", slope)).With(At("N_sig", signal)).FitTo(values, FitModels.Range);
            foreach (var parameter in good.Parameters)
                AssertWithin(parameter, fit[parameter.Name].Value);
        }
    }

    [Fact]
    public void Chi_square_counts_the_parameters()
    {
        var model = FitModels.Of("crystal ball", 8000);
        var fit = model.FitTo(model.Generate(FitModels.Range, 8), FitModels.Range);
        var comparison = fit.Compare(40);
        Assert.Equal(6, fit.FittedCount);
        Assert.Equal((40 - 6, 0), (comparison.DegreesOfFreedom, comparison.MergedBins));
        Assert.Equal(comparison.Pulls.Sum(p => p * p), comparison.ChiSquare, 1e-9);
        Assert.Equal(fit.Events, comparison.Counts.Sum());
        Assert.Equal(fit.Events, comparison.Expected.Sum(), 0.01);
        // Sparse bins are merged and none is lost.
        var sparse = fit.Compare(3000);
        Assert.True(sparse.MergedBins > 1000);
        Assert.Equal(3000 - sparse.MergedBins - 6, sparse.DegreesOfFreedom);
        Assert.InRange(sparse.Probability, 1e-6, 1 - 1e-6);
        // A wrong model is noticed.
        Assert.True(FitModels.Of("gaussian", 8000).FitTo(model.Generate(FitModels.Range, 8), FitModels.Range).Compare(40).Probability < 1e-6);
    }

    [Fact]
    public void Systematic_shifts_add_in_quadrature()
    {
        var model = GaussianAlone();
        var nominal = model.FitTo(Normal, (-5, 15));
        var (mean, error) = (nominal["mean"].Value, nominal["mean"].Error);
        var table = SystematicTable.Of(nominal, "mean")
            .With("signal", nominal["mean"] with { Value = mean + (3 * error) })
            .With("range", nominal["mean"] with { Value = mean - (4 * error) });
        Assert.Equal(5 * error, table.Systematic, 1e-12);
        Assert.Equal(Math.Sqrt(26) * error, table.Total, 1e-12);
        Assert.Matches(@"^mean = \d\.\d{4} ± 0\.\d{4} \(stat\) ± 0\.\d{4} \(syst\) GeV\nnominal ", table.ToString());
        Assert.Equal(["nominal", "signal", "range", "statistical", "systematic", "total"], table.Rows().Select(r => r.Source));
    }

    [Fact]
    public void Results_are_tables()
    {
        var fit = GaussianAlone().FitTo(Normal, (-5, 15)).WithAsymmetricErrors("mean");
        Assert.Matches(@"^mean = 5\.\d{4} ± 0\.00\d\d GeV$", fit["mean"].ToString());
        var text = fit.ToString();
        Assert.Contains("unbinned fit of 4,000 events on -5 to 15: converged", text, StringComparison.Ordinal);
        Assert.Equal(5, text.Split('\n').Length);
        Assert.InRange(fit["mean"].ErrorLow!.Value / fit["mean"].Error, 0.999, 1.001);
        Assert.Null(fit["sigma"].ErrorLow);
    }

    private static FitModel GaussianAlone() => FitModel.Sum(new FitComponent(
        "all", new FitParameter("n", 1000, 0, 1e6), Shape.Gaussian(new FitParameter("mean", 4.5, -5, 15, "GeV"), new FitParameter("sigma", 1, 0, 5, "GeV"))));

    private static IEnumerable<double> Normals(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        for (var i = 0; i < count; i++)
            yield return random.NextNormal();
    }

    private static void AssertWithin(FittedParameter found, double expected) =>
        Assert.True(Math.Abs(found.Value - expected) < 1e-3 * found.Error, $"{found}: {expected} expected");
}
