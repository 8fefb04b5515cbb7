using System.Globalization;
using HepBayes.Data;
using HepBayes.Physics;

namespace HepBayes.Tests.Physics;

/// <summary>The same likelihoods, written and minimised independently with SciPy (Golden/fits.py).</summary>
public class GoldenFitTests
{
    private static readonly Dictionary<(string Fit, string Parameter), string[]> Golden = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Physics/Golden/fits.csv")).Skip(1).Select(line => line.Split(','))
        .ToDictionary(cells => (cells[0], cells[1]));

    [Fact]
    public void The_Jpsi_fit_agrees_with_SciPy() => AssertAgrees("jpsi", (2.5, 3.5), "mean", Pairs(2.5, 3.5), count => FitModel.Sum(
        new FitComponent("J/psi", new FitParameter("N_sig", 0.8 * count, 0, 2 * count), Shape.Gaussian(
            new FitParameter("mean", 3.08, 2.9, 3.3, "GeV"), new FitParameter("sigma", 0.04, 0.001, 0.2, "GeV"))),
        new FitComponent("background", new FitParameter("N_bkg", 0.2 * count, 0, 2 * count), Shape.Exponential(new FitParameter("slope", -0.3, -50, 50, "1/GeV")))));

    [Fact]
    public void A_fit_with_a_tail_agrees_with_SciPy() => AssertAgrees("tail", (2.9, 3.3), "mean", Drawn(), count => FitModel.Sum(
        new FitComponent("J/psi", new FitParameter("N_sig", 0.8 * count, 0, 2 * count), Shape.CrystalBall(
            new FitParameter("mean", 3.08, 2.9, 3.3, "GeV"), new FitParameter("sigma", 0.04, 0.001, 0.2, "GeV"), new FitParameter("alpha", 2, 0.1, 10), new FitParameter("power", 3).Fix())),
        new FitComponent("background", new FitParameter("N_bkg", 0.2 * count, 0, 2 * count), Shape.Exponential(new FitParameter("slope", -0.3, -20, 20, "1/GeV")))));

    [Fact]
    public void The_Z_fit_agrees_with_SciPy() => AssertAgrees("z", (70, 110), "mass", Pairs(70, 110), count => FitModel.Sum(
        new FitComponent("Z", new FitParameter("N_sig", 0.8 * count, 0, 2 * count), Shape.Voigtian(
            new FitParameter("mass", 90, 80, 100, "GeV"), new FitParameter("width", 2.4955).Fix(), new FitParameter("sigma", 2.5, 0.1, 10, "GeV"))),
        new FitComponent("background", new FitParameter("N_bkg", 0.2 * count, 0, 2 * count), Shape.Exponential(new FitParameter("slope", 0, -1, 1, "1/GeV")))));

    private static void AssertAgrees(string name, FitRange range, string profiled, double[] masses, Func<double, FitModel> model)
    {
        var fit = model(masses.Length).FitTo(masses, range).WithAsymmetricErrors(profiled);
        foreach (var parameter in fit.Parameters.Where(p => p.State == FitParameterState.Free))
        {
            var (value, error) = (Number(name, parameter.Name, 2), Number(name, parameter.Name, 3));
            Assert.True(Math.Abs(parameter.Value - value) < 1e-3 * error, $"{parameter} but {value} ± {error} by SciPy");
            Assert.Equal(error, parameter.Error, 2e-3 * error);
        }

        var scale = fit[profiled].Error;
        Assert.Equal(Number(name, profiled, 4), fit[profiled].ErrorLow!.Value, 1e-3 * scale);
        Assert.Equal(Number(name, profiled, 5), fit[profiled].ErrorHigh!.Value, 1e-3 * scale);
        Assert.Equal(Number(name, profiled, 6), fit.NegativeLogLikelihood, 1e-6);
    }

    private static double[] Pairs(double low, double high) => MuonPairs.Of(Datasets.DimuonSample()).OppositeCharge().Between(low, high).Masses;

    private static double[] Drawn() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Physics/Golden/crystal-ball.csv")).Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];

    private static double Number(string fit, string parameter, int column) => double.Parse(Golden[(fit, parameter)][column], CultureInfo.InvariantCulture);
}
