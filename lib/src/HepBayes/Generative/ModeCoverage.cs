using System.Globalization;
using MathNet.Numerics.Distributions;

namespace HepBayes.Generative;

/// <summary>
/// Whether a generator leaves out parts of the truth (lost modes). One half of the true events is cut into cells of equal probability,
/// the other half and the generated events are counted in them. A cell is lost where the generator's density, averaged
/// over the cell, lies below a given part of the true one: of the true and generated events in a cell the generated ones are binomial
/// with p = r G / (r G + T) for the ratio r of densities, G generated and T true events (exact for counts that are Poisson, safe for
/// fixed totals). The false-alarm rate is shared out equally among the cells (Bonferroni).
/// </summary>
/// <param name="Cells">All cells.</param>
/// <param name="Lost">The cells that are lost, those with most truth missing first.</param>
/// <param name="LeastRatio">The ratio of generated to true density below which a cell is lost.</param>
/// <param name="FalseAlarmRate">The largest probability that any cell of a generator that reaches the ratio everywhere is called lost.</param>
public sealed record ModeCoverage(IReadOnlyList<CoverageCell> Cells, IReadOnlyList<CoverageCell> Lost, double LeastRatio, double FalseAlarmRate)
{
    /// <summary>The share of the truth that is missing in the lost cells: the sum of their true shares less the generated ones.</summary>
    public double LostShare => Lost.Sum(cell => cell.TruthShare - cell.GeneratedShare);

    /// <summary>The result in a sentence or two.</summary>
    public string Verdict
    {
        get
        {
            var rate = string.Create(CultureInfo.InvariantCulture, $"false-alarm rate {FalseAlarmRate:G3}");
            if (Lost.Count == 0)
                return string.Create(CultureInfo.InvariantCulture, $"No lost modes: none of {Cells.Count} cells has clearly fewer than {LeastRatio:G3} of the events that the truth has there ({rate}).");
            var centre = string.Join(", ", Lost[0].Centre.Select(c => c.ToString("G3", CultureInfo.InvariantCulture)));
            return string.Create(CultureInfo.InvariantCulture,
                $"Lost modes: {Lost.Count} of {Cells.Count} cells have clearly fewer than {LeastRatio:G3} of the events that the truth has there ({rate}). They hold {Lost.Sum(c => c.TruthShare):P1} of the truth but {Lost.Sum(c => c.GeneratedShare):P1} of the generated events; the worst lies at ({centre}).");
        }
    }

    /// <summary>Compares generated with true events.</summary>
    /// <param name="truth">True events, at least four for each cell; in any order, but each independent of its neighbours.</param>
    /// <param name="generated">Generated events without weights, at least 1.</param>
    /// <param name="cells">The number of cells, at least 2. A mode is found if it fills a good part of a cell; a cell needs about 30 true events to be called lost.</param>
    /// <param name="leastRatio">The least ratio of densities that is tolerated, above 0 and at most 1. At 1 every real deficit is found, modes that are only too thin included.</param>
    /// <param name="falseAlarmRate">Above 0 and below 1.</param>
    /// <exception cref="ArgumentException">Too few events, another number of variables, or a setting outside its range.</exception>
    public static ModeCoverage Of(EventSample truth, EventSample generated, int cells = 64, double leastRatio = 0.5, double falseAlarmRate = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(generated);
        if (!(leastRatio > 0 && leastRatio <= 1))
            throw new ArgumentOutOfRangeException(nameof(leastRatio), leastRatio, "The least ratio must lie above 0 and be at most 1.");
        if (!(falseAlarmRate > 0 && falseAlarmRate < 1))
            throw new ArgumentOutOfRangeException(nameof(falseAlarmRate), falseAlarmRate, "The false-alarm rate must lie between 0 and 1.");
        generated.RequireEvents("generated events");
        generated.RequireDimensions(truth.Dimensions, nameof(generated));
        var rows = Enumerable.Range(0, truth.Count);
        var quantiles = QuantileCells.Fit(truth.Take([.. rows.Where(row => row % 2 == 0)]), cells);
        var counted = truth.Take([.. rows.Where(row => row % 2 == 1)]);
        var (inTruth, inGenerated) = (Counts(quantiles.CellsOf(counted), cells), Counts(quantiles.CellsOf(generated), cells));
        var centres = Centres(counted, quantiles);
        var expected = leastRatio * generated.Count / ((leastRatio * generated.Count) + counted.Count);
        CoverageCell[] all = [.. Enumerable.Range(0, cells).Select(cell => new CoverageCell(
            centres[cell],
            (double)inTruth[cell] / counted.Count,
            (double)inGenerated[cell] / generated.Count,
            inTruth[cell] == 0 ? 1 : Binomial.CDF(expected, inTruth[cell] + inGenerated[cell], inGenerated[cell])))];
        return new ModeCoverage(all, [.. all.Where(cell => cell.PValue < falseAlarmRate / cells).OrderByDescending(cell => cell.TruthShare - cell.GeneratedShare)], leastRatio, falseAlarmRate);
    }

    private static int[] Counts(int[] cellOf, int cells)
    {
        var counts = new int[cells];
        foreach (var cell in cellOf)
            counts[cell]++;
        return counts;
    }

    private static double[][] Centres(EventSample events, QuantileCells quantiles)
    {
        var centres = Enumerable.Range(0, quantiles.Count).Select(_ => new double[events.Dimensions]).ToArray();
        var cellOf = quantiles.CellsOf(events);
        var counts = Counts(cellOf, quantiles.Count);
        for (var row = 0; row < cellOf.Length; row++)
        {
            for (var variable = 0; variable < events.Dimensions; variable++)
                centres[cellOf[row]][variable] += events[row][variable] / counts[cellOf[row]];
        }

        return centres;
    }
}
