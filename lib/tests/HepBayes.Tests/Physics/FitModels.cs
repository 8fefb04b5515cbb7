using HepBayes.Evaluation;
using HepBayes.Physics;
using HepBayes.Runtime;

namespace HepBayes.Tests.Physics;

/// <summary>Models with a signal on a background, as the course fits them, for toys and golden fits.</summary>
internal static class FitModels
{
    public static readonly FitRange Range = (2.9, 3.3);

    public static readonly string[] Signals =
        ["gaussian", "double gaussian", "crystal ball", "two-sided crystal ball", "breit-wigner", "relativistic breit-wigner", "voigtian", "breit-wigner with crystal ball"];

    /// <summary>A model of about the given number of events, four fifths of them signal.</summary>
    public static FitModel Of(string signal, double events) => FitModel.Sum(
        new FitComponent("signal", new FitParameter("N_sig", 0.8 * events, 0, 10 * events), Signal(signal)),
        new FitComponent("background", new FitParameter("N_bkg", 0.2 * events, 0, 10 * events), Background(signal)));

    /// <summary>One shape alone.</summary>
    public static FitModel BackgroundOnly(Shape shape, double events) =>
        FitModel.Sum(new FitComponent("background", new FitParameter("N_bkg", events, 0, 10 * events), shape));

    public static FitResult FitTo(this FitModel model, RealValues values, FitRange range) => model.Fit(values, range, TestContext.Current.CancellationToken);

    public static FitResult FitTo(this FitModel model, Histogram1D histogram) => model.Fit(histogram, TestContext.Current.CancellationToken);

    public static ToyStudy ToysOf(this FitResult fit, ToyOptions options, IProgress<ProgressReport>? progress = null) => fit.Toys(options, progress, TestContext.Current.CancellationToken);

    private static Shape Signal(string name)
    {
        var mean = new FitParameter("mean", 3.09, 2.95, 3.2, "GeV");
        var sigma = new FitParameter("sigma", 0.033, 0.005, 0.1, "GeV");
        var alpha = new FitParameter("alpha", 1.2, 0.2, 4);
        var power = new FitParameter("power", 3, 0.5, 50).Fix();
        return name switch
        {
            "gaussian" => Shape.Gaussian(mean, sigma),
            "double gaussian" => Shape.DoubleGaussian(mean, new FitParameter("sigma1", 0.015, 0.005, 0.025), new FitParameter("sigma2", 0.045, 0.026, 0.15), new FitParameter("fraction", 0.6, 0, 1)),
            "crystal ball" => Shape.CrystalBall(mean, sigma, alpha, power),
            "two-sided crystal ball" => Shape.DoubleCrystalBall(mean, sigma, alpha, power, new FitParameter("alphaHigh", 1.5, 0.2, 4), new FitParameter("powerHigh", 4, 0.5, 50).Fix()),
            "breit-wigner" => Shape.BreitWigner(mean, new FitParameter("width", 0.04, 0.001, 0.3)),
            "relativistic breit-wigner" => Shape.RelativisticBreitWigner(mean, new FitParameter("width", 0.04, 0.001, 0.3)),
            "voigtian" => Shape.Voigtian(mean, new FitParameter("width", 0.03, 0.0001, 0.3), new FitParameter("sigma", 0.025, 0.001, 0.1).Constrain(0.025, 0.001)),
            "breit-wigner with crystal ball" => Shape.BreitWignerCrystalBall(mean, new FitParameter("width", 0.03, 0.001, 0.3), new FitParameter("sigma", 0.025, 0.005, 0.1).Constrain(0.025, 0.001), new FitParameter("alpha", 1.2, 0.2, 4).Fix(), power),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    // Long tails look like a sloping background; there a flat one shows that they are fitted at all.
    private static Shape Background(string signal) => signal.Contains("wigner", StringComparison.Ordinal) || signal == "voigtian"
        ? Shape.Chebyshev(new FitParameter("c1", -0.2, -1, 1))
        : Shape.Exponential(new FitParameter("slope", -1.9, -10, 10, "1/GeV"));
}
