using HepBayes.Runtime;

namespace HepBayes.Prediction;

/// <summary>How long the predictions of a run remember: what matters for the use of the draws, more than single weights do.</summary>
public sealed class PredictionAutocorrelation
{
    // Sokal's window: the sum of correlations ends at this many times its own value (arXiv 1202.3665, section 3).
    private const double Window = 5;

    private PredictionAutocorrelation(double[] correlation, double[] times) => (Correlation, Times) = (correlation, times);

    /// <summary>Autocorrelation function at lags 0, 1, ..., averaged over rows; each row's is the mean over chains about their own means.</summary>
    public IReadOnlyList<double> Correlation { get; }

    /// <summary>Integrated autocorrelation time of each row in draws, 1 for independent draws; NaN where the draws never change.</summary>
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
        Parallel.For(0, rows.Length, Compute.Parallel, row => rows[row] = OfChains(predictive.ChainsOf(row, output)));
        var usable = rows.Where(c => double.IsFinite(c[0])).ToArray();
        var mean = Enumerable.Range(0, predictive.Draws / predictive.Chains)
            .Select(lag => usable.Select(c => c[lag]).DefaultIfEmpty(double.NaN).Average());
        return new PredictionAutocorrelation([.. mean], [.. rows.Select(Time)]);
    }

    private static double[] OfChains(double[][] chains)
    {
        var result = new double[chains[0].Length];
        foreach (var chain in chains)
        {
            var mean = chain.Average();
            var variance = chain.Sum(x => (x - mean) * (x - mean));
            for (var lag = 0; lag < chain.Length; lag++)
            {
                var sum = 0.0;
                for (var i = lag; i < chain.Length; i++)
                    sum += (chain[i] - mean) * (chain[i - lag] - mean);
                result[lag] += sum / variance / chains.Length;
            }
        }

        return result;
    }

    private static double Time(double[] correlation)
    {
        var tau = 1.0;
        for (var lag = 1; lag < correlation.Length; lag++)
        {
            tau += 2 * correlation[lag];
            if (lag >= Window * Math.Max(tau, 1))
                break;
        }

        return double.IsFinite(correlation[0]) ? tau : double.NaN;
    }
}
