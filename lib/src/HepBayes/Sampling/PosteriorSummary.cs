using System.Globalization;

namespace HepBayes.Sampling;

/// <summary>
/// The posterior of one quantity (a parameter or a prediction) in numbers, with what is needed to trust them; the columns of
/// posterior's <c>summarise_draws</c> and the error of the mean.
/// </summary>
/// <param name="Name">What it is.</param>
/// <param name="Mean">Posterior mean.</param>
/// <param name="McseMean">Monte Carlo standard error of the mean: how far it may move if the run is repeated.</param>
/// <param name="StandardDeviation">Posterior standard deviation.</param>
/// <param name="Median">Posterior median.</param>
/// <param name="Quantile05">5 % quantile.</param>
/// <param name="Quantile95">95 % quantile.</param>
/// <param name="Convergence">R-hat, bulk and tail effective sample size.</param>
public sealed record PosteriorSummary(string Name, double Mean, double McseMean, double StandardDeviation, double Median, double Quantile05, double Quantile95, Convergence Convergence)
{
    private static readonly string[] Headers = ["quantity", "mean", "MCSE", "sd", "median", "5 %", "95 %", "R-hat", "bulk ESS", "tail ESS"];

    /// <summary>Summarises a quantity.</summary>
    /// <param name="name">What it is, with unit.</param>
    /// <param name="chains">
    /// Its draws, [chains][draws], chains of equal length. One draw that is not finite makes every number NaN; where all draws
    /// are equal only MCSE, R-hat and effective sizes are NaN.
    /// </param>
    /// <exception cref="ArgumentException">No chain, chains of unequal length or fewer than 4 draws.</exception>
    public static PosteriorSummary Of(string name, double[][] chains)
    {
        ArgumentNullException.ThrowIfNull(name);
        Diagnostics.Check(chains);
        if (SortedDraws.Of(chains) is not { } draws)
        {
            // Equal draws are their own mean and quantiles.
            var value = chains.All(c => c.All(double.IsFinite)) ? chains[0][0] : double.NaN;
            return new PosteriorSummary(name, value, double.NaN, value - value, value, value, value, new(double.NaN, double.NaN, double.NaN));
        }

        var (mean, sd) = (chains.Average(c => EffectiveSize.Mean(c)), Diagnostics.Sd(chains));
        return new PosteriorSummary(name, mean, sd / Math.Sqrt(Diagnostics.EssMean(draws)), sd, draws.Quantile(0.5), draws.Quantile(0.05), draws.Quantile(0.95), Convergence.Of(draws));
    }

    /// <summary>A table of several quantities: one aligned line each, under a line of titles.</summary>
    /// <remarks>The mean has as many digits as its error supports; R-hat has three, effective sizes none, after the point.</remarks>
    /// <param name="summaries">The quantities.</param>
    public static string Table(IEnumerable<PosteriorSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        var rows = summaries.Select(s => s.Cells()).Prepend(Headers).ToArray();
        var widths = Headers.Select((_, column) => rows.Max(r => r[column].Length)).ToArray();
        return string.Join('\n', rows.Select(row =>
            string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))));
    }

    /// <summary>The table of this one quantity.</summary>
    public override string ToString() => Table([this]);

    private string[] Cells()
    {
        // Two digits of the error, and of the spread where there is no error.
        var scale = double.IsFinite(McseMean) && McseMean > 0 ? McseMean : StandardDeviation;
        var decimals = double.IsFinite(scale) && scale > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(scale)), 0, 15) : 3;
        string Value(double x) => double.IsFinite(x) && Math.Abs(x) is >= 1e7 ? x.ToString("G6", CultureInfo.InvariantCulture) : x.ToString("F" + decimals, CultureInfo.InvariantCulture);
        string Fixed(double x, string format) => x.ToString(format, CultureInfo.InvariantCulture);
        return [Name, Value(Mean), Value(McseMean), Value(StandardDeviation), Value(Median), Value(Quantile05), Value(Quantile95),
            Fixed(Convergence.Rhat, "F3"), Fixed(Convergence.EssBulk, "F0"), Fixed(Convergence.EssTail, "F0")];
    }
}
