using HepBayes.Evaluation;
using HepBayes.Physics;
using HepBayes.Training;
using Plotly.NET;

namespace HepBayes.Notebooks;

/// <summary>The usual chart of each kind of result, as in <c>curve.Chart()</c>.</summary>
public static class ChartExtensions
{
    /// <summary>The curve with its area in the legend; see <see cref="Charts.Roc(bool, ValueTuple{string, RocCurve}[])"/>.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="name">What made the scores.</param>
    /// <param name="logarithmic">Whether the false positive rate is drawn logarithmically.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this RocCurve curve, string name = "", bool logarithmic = false) => Charts.Roc(logarithmic, (name, curve));

    /// <summary>The reliability diagram; see <see cref="Charts.Reliability"/>.</summary>
    /// <param name="calibration">The comparison of predictions and labels.</param>
    /// <param name="name">What made the predictions.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this Calibration calibration, string name = "observed") => Charts.Reliability(calibration, name);

    /// <summary>The loss curves; see <see cref="Charts.Training"/>.</summary>
    /// <param name="history">What training recorded.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this TrainingHistory history) => Charts.Training(history);

    /// <summary>The loss curves of a plain network; see <see cref="Charts.Training"/>.</summary>
    /// <param name="history">What training recorded.</param>
    /// <param name="logarithmic">Whether the loss is drawn logarithmically.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this ClassifierHistory history, bool logarithmic = true)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Charts.Training(history.Losses(), logarithmic: logarithmic);
    }

    /// <summary>The histogram with statistical errors.</summary>
    /// <param name="histogram">The filled histogram.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this Histogram1D histogram, string xTitle, string title = "", bool logarithmic = false) =>
        Charts.Histogram(histogram, xTitle, title, logarithmic);

    /// <summary>Data, fitted model and pulls; see <see cref="Charts.Fit"/>.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="xTitle">The title of the horizontal axis, with unit.</param>
    /// <param name="bins">The number of bins; a binned fit keeps its own.</param>
    /// <param name="title">A title above the chart.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this FitResult fit, string xTitle = "Invariant mass [GeV]", int bins = 80, string title = "", bool logarithmic = false)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return Charts.Fit(fit.Compare(bins), xTitle, title, logarithmic);
    }

    /// <summary>The profile likelihood; see <see cref="Charts.Profile"/>.</summary>
    /// <param name="scan">The scan.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this ProfileScan scan) => Charts.Profile(scan);

    /// <summary>The distribution of the pulls; see <see cref="Charts.ToyPulls"/>.</summary>
    /// <param name="pulls">The pulls.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this ToyPulls pulls) => Charts.ToyPulls(pulls);

    /// <summary>The spectrum with labelled resonances; see <see cref="Charts.Spectrum"/>.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <param name="title">A title above the chart.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this MassSpectrum spectrum, string title = "") => Charts.Spectrum(spectrum, title);

    /// <summary>The shifts and errors; see <see cref="Charts.Systematics"/>.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The chart.</returns>
    public static GenericChart Chart(this SystematicTable table) => Charts.Systematics(table);
}
