using HepBayes.Data;

namespace HepBayes.Evaluation;

/// <summary>Histograms of several samples with the same bins, to be drawn on top of one another, and their sum.</summary>
public sealed class HistogramStack
{
    private HistogramStack((string Name, Histogram1D Histogram)[] parts)
    {
        Parts = Array.AsReadOnly(parts);
        Total = parts.Select(part => part.Histogram).Aggregate((a, b) => a.Plus(b));
    }

    /// <summary>The samples, the lowest first.</summary>
    public IReadOnlyList<(string Name, Histogram1D Histogram)> Parts { get; }

    /// <summary>The sum of all, with the errors of weighted sums.</summary>
    public Histogram1D Total { get; }

    /// <summary>Stacks histograms.</summary>
    /// <param name="parts">At least one name and histogram, the lowest first; all with the same bins.</param>
    /// <exception cref="ArgumentException">No histogram, or different bins.</exception>
    public static HistogramStack Of(params (string Name, Histogram1D Histogram)[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0)
            throw new ArgumentException("A stack needs at least one histogram.", nameof(parts));
        return new HistogramStack([.. parts]);
    }

    /// <summary>Fills one histogram for each of some samples.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="column">What is binned.</param>
    /// <param name="weights">The column of event weights, or null to count rows.</param>
    /// <param name="group">The text column of the samples, for example <see cref="Vlq.Sample"/>.</param>
    /// <param name="names">The samples to stack, the lowest first, for example <see cref="Vlq.Backgrounds"/>.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="range">The edges of the first and last bin.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="ArgumentException">No samples, or a value is not finite.</exception>
    public static HistogramStack Of(
        Table table, string column, string? weights, string group, IReadOnlyList<string> names, int bins, (double Low, double High) range)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(names);
        return Of([.. names.Select(name =>
        {
            var rows = table.Where(row => row.Text(group) == name);
            return (name, Histogram1D.Of(rows[column], bins, range, weights is null ? null : (RealValues)rows[weights]));
        })]);
    }
}
