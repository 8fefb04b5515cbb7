using HepBayes.Evaluation;
using HepBayes.Physics;

namespace HepBayes.Tests.Physics;

public class FitFailureTests
{
    private static readonly double[] Flat = [.. Enumerable.Range(0, 400).Select(i => (i + 0.5) / 400)];

    [Fact]
    public void An_empty_range_says_where_the_values_are()
    {
        var model = FitModels.BackgroundOnly(Shape.Chebyshev(), 100);
        var error = Assert.Throws<ArgumentException>(() => model.FitTo(Flat, (2, 3)));
        Assert.Contains("None of the 400 values lies in the fit range 2 to 3; they run from 0.00125 to 0.99875", error.Message, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<ArgumentException>(() => model.FitTo(Flat, (3, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("2 are NaN", Assert.Throws<ArgumentException>(() => model.FitTo(new[] { double.NaN, double.NaN }, (0, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unphysical_masses_are_left_out_and_counted()
    {
        var fit = FitModels.BackgroundOnly(Shape.Chebyshev(), 100).FitTo((double[])[.. Flat, double.NaN, double.NaN, 7], (0, 1));
        Assert.Equal(400, fit.Events);
        Assert.Equal("2 values are NaN and were left out.", Assert.Single(fit.Warnings));
    }

    [Fact]
    public void A_parameter_at_its_limit_is_said_and_has_no_error()
    {
        var model = FitModel.Sum(
            new FitComponent("flat", new FitParameter("n", 100, 0, 1e4), Shape.Chebyshev(new FitParameter("c1", 0.2, 0.1, 0.9))));
        var fit = model.FitTo(Flat, (0, 1));
        Assert.Equal(FitParameterState.AtLowerLimit, fit["c1"].State);
        Assert.Equal((0.1, double.NaN), (fit["c1"].Value, fit["c1"].Error));
        Assert.Contains("c1 is at its lower limit 0.1", Assert.Single(fit.Warnings), StringComparison.Ordinal);
        Assert.Contains("at its lower limit", fit.ToString(), StringComparison.Ordinal);
        Assert.Equal(20, fit["n"].Error, 1e-3);
        Assert.Throws<ArgumentException>(() => fit.Profile("c1"));
        Assert.Throws<ArgumentException>(() => SystematicTable.Of(fit, "c1"));
        // Near a limit: the interval ends there, and that is said too.
        var near = FitModel.Sum(new FitComponent("flat", new FitParameter("n", 100, 0, 1e4), Shape.Chebyshev(new FitParameter("c1", 0.2, -0.01, 0.9)))).FitTo(Flat, (0, 1)).WithAsymmetricErrors("c1");
        Assert.True(double.IsNaN(near["c1"].ErrorLow!.Value));
        Assert.True(near["c1"].ErrorHigh > 0);
        Assert.Equal(2, near.Warnings.Count);
    }

    [Fact]
    public void Parameters_that_the_data_do_not_determine_are_named()
    {
        var model = FitModel.Sum(
            new FitComponent("one", new FitParameter("n1", 100), Shape.Exponential(new FitParameter("slope", 0.1))),
            new FitComponent("two", new FitParameter("n2", 100), Shape.Exponential(new FitParameter("slope", 0.1))));
        var error = Assert.Throws<FitFailedException>(() => model.FitTo(Flat, (0, 1)));
        Assert.Contains("does not determine 'n1' and 'n2'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Last values: n1 = ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_without_likelihood_says_so()
    {
        var narrow = FitModel.Sum(new FitComponent("s", new FitParameter("n", 100), Shape.Gaussian(new FitParameter("mean", 0.5), new FitParameter("sigma", 1e-3))));
        Assert.Contains("zero or not defined at the starting values", Assert.Throws<FitFailedException>(() => narrow.FitTo(Flat, (0, 1))).Message, StringComparison.Ordinal);
        var negative = FitModels.BackgroundOnly(Shape.Chebyshev(new FitParameter("c1", 1.5)), 100);
        Assert.Contains("polynomial below zero", Assert.Throws<FitFailedException>(() => negative.FitTo(Flat, (0, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_likelihood_without_a_maximum_does_not_converge()
    {
        // A Gaussian that contracts onto one of the events.
        var model = FitModel.Sum(
            new FitComponent("peak", new FitParameter("peak", 20), Shape.Gaussian(new FitParameter("mean", Flat[200]).Fix(), new FitParameter("sigma", 1e-4))),
            new FitComponent("flat", new FitParameter("flat", 380), Shape.Chebyshev()));
        Assert.Throws<FitFailedException>(() => model.FitTo(Flat, (0, 1)));
    }

    [Fact]
    public void Negative_and_weighted_bins_are_refused_and_empty_ones_are_not()
    {
        var model = FitModels.BackgroundOnly(Shape.Chebyshev(), 3);
        var negative = Histogram1D.Of(new[] { 0.1, 0.9 }, 2, (0, 1), new[] { 1.0, -1 });
        Assert.Contains("Bin 1 (0.5 to 1) holds -1", Assert.Throws<ArgumentException>(() => model.FitTo(negative)).Message, StringComparison.Ordinal);
        var weighted = Histogram1D.Of(new[] { 0.1, 0.9 }, 2, (0, 1), new[] { 1.0, 2 });
        Assert.Contains("Bin 1 (0.5 to 1) holds weighted events", Assert.Throws<ArgumentException>(() => model.FitTo(weighted)).Message, StringComparison.Ordinal);
        Assert.Contains("are empty", Assert.Throws<ArgumentException>(() => model.FitTo(Histogram1D.Of(new[] { 5.0 }, 2, (0, 1)))).Message, StringComparison.Ordinal);
        Assert.Equal(2, model.FitTo(Histogram1D.Of(new[] { 0.1, 0.15 }, 4, (0, 1)))["N_bkg"].Value, 1e-4);
    }

    [Fact]
    public void Fits_stop_when_they_are_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => FitModels.BackgroundOnly(Shape.Chebyshev(), 100).Fit(Flat, (0, 1), source.Token));
    }

    [Fact]
    public void Parameters_refuse_what_makes_no_sense()
    {
        Assert.Contains("not between its limits", Assert.Throws<ArgumentException>(() => new FitParameter("a", 2, 0, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("use Fix()", Assert.Throws<ArgumentException>(() => new FitParameter("a", 0, 0, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FitParameter("a", 0).Constrain(0, 0));
        Assert.Contains("its parameters are N_bkg", Assert.Throws<ArgumentException>(() => FitModels.BackgroundOnly(Shape.Chebyshev(), 1).With(new FitParameter("x", 0))).Message, StringComparison.Ordinal);
        var all = FitModels.BackgroundOnly(Shape.Chebyshev(), 1).With(new FitParameter("N_bkg", 1).Fix());
        Assert.Contains("nothing to fit", Assert.Throws<ArgumentException>(() => all.FitTo(Flat, (0, 1))).Message, StringComparison.Ordinal);
    }
}
