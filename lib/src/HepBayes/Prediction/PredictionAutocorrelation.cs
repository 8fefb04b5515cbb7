using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Prediction;

/// <summary>How long the predictions of a run remember: what matters for the use of the draws, more than single weights do.</summary>
public sealed class PredictionAutocorrelation
{
    private PredictionAutocorrelation(double[] correlation, double[] times) => (Correlation, Times) = (correlation, times);

    /// <summary>Autocorrelation function at lags 0, 1, ..., averaged over rows; each row's is the mean over chains about their own means.</summary>
    public IReadOnlyList<double> Correlation { get; }

    /// <summary>Integrated autocorrelation time of each row in draws (<see cref="Autocorrelation.IntegratedTime"/>), 1 for independent draws; NaN where the draws never change.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>Mean of <see cref="Times"/>, rows without one left out.</summary>
    public double MeanTime => Times.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Correlates the draws of the predictions.</summary>
    /// <param name="predictive">The predictions, unthinned or thinned; lags count the draws that it holds.</param>
    /// <param name="output">Which output or class, from 0.</param>
    public static PredictionAutocorrelation Of(PosteriorPredictive predictive, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        var rows = new double[predictive.Rows][];
        var times = new double[predictive.Rows];
        Parallel.For(0, rows.Length, Compute.Parallel, row =>
        {
            var chains = predictive.ChainsOf(row, output);
            (rows[row], times[row]) = (Autocorrelation.Mean(chains), Autocorrelation.IntegratedTime(chains));
        });
        var usable = rows.Where(c => double.IsFinite(c[0])).ToArray();
        var mean = Enumerable.Range(0, predictive.Draws / predictive.Chains)
            .Select(lag => usable.Select(c => c[lag]).DefaultIfEmpty(double.NaN).Average());
        return new PredictionAutocorrelation([.. mean], times);
    }
}
