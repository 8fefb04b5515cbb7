using HepBayes.Evaluation;
using HepBayes.Generative.Exploration;

namespace HepBayes.Generative;

/// <summary>
/// How well a sample fills cells that each hold the same true probability (quantiles of the truth): MSE = sum_j (f_j - 1/n)^2 with f_j
/// the share of events in cell j. N true events have the expectation (1 - 1/n)/N, so an MSE is worth a number of true events
/// (Butter, Diefenbacher, Kasieczka, Nachman, Plehn, arXiv 2008.06545).
/// </summary>
/// <param name="MeanSquare">The MSE.</param>
/// <param name="Cells">The number of cells n.</param>
public sealed record QuantileError(double MeanSquare, int Cells)
{
    /// <summary>The number of true events with the same expected MSE.</summary>
    public double EquivalentEvents => (1 - (1.0 / Cells)) / MeanSquare;

    /// <summary>Bins the cumulative probability of one quantity.</summary>
    /// <param name="cumulative">The share of the truth below each event, from 0 to 1.</param>
    /// <param name="cells">The number of quantiles, at least 2.</param>
    /// <exception cref="ArgumentException">No events, or a value outside 0 to 1.</exception>
    public static QuantileError Of(IReadOnlyList<double> cumulative, int cells)
    {
        ArgumentNullException.ThrowIfNull(cumulative);
        var wrong = cumulative.Where(u => !(u >= 0 && u <= 1)).Select(u => (double?)u).FirstOrDefault();
        if (wrong is not null)
            throw new ArgumentException($"A cumulative probability is {wrong}; expected 0 to 1.", nameof(cumulative));
        return OfCells([.. cumulative.Select(u => Math.Min(cells - 1, (int)(u * cells)))], cells);
    }

    /// <summary>Counts events in cells of equal true probability, for example quantiles in several dimensions.</summary>
    /// <param name="cell">The cell of each event, from 0.</param>
    /// <param name="cells">The number of cells, at least 2.</param>
    /// <exception cref="ArgumentException">No events, or a cell that does not exist.</exception>
    public static QuantileError OfCells(IReadOnlyList<int> cell, int cells)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 2);
        if (cell.Count == 0)
            throw new ArgumentException("There are no events to count.", nameof(cell));
        var counts = new double[cells];
        foreach (var index in cell)
        {
            if (index < 0 || index >= cells)
                throw new ArgumentException($"An event lies in cell {index}; there are cells 0 to {cells - 1}.", nameof(cell));
            counts[index]++;
        }

        return new QuantileError(counts.Sum(n => ((n / cell.Count) - (1.0 / cells)) * ((n / cell.Count) - (1.0 / cells))), cells);
    }

    /// <summary>Equivalent true events per training event: above 1 the generator has amplified its sample.</summary>
    /// <param name="trainingEvents">Events that the generator was trained on, at least 1.</param>
    public double Amplification(int trainingEvents)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainingEvents, 1);
        return EquivalentEvents / trainingEvents;
    }

    /// <summary>
    /// Equivalent true events per training event over data sets that were drawn anew: the mean MSE is taken first, because of one data set
    /// the inverse has a long tail. The interval is Student's t of the mean MSE, inverted; infinite above where it reaches 0.
    /// </summary>
    /// <param name="redraws">One error for each data set, at least 2, all of the same number of cells.</param>
    /// <param name="trainingEvents">Events of each data set, at least 1.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Fewer than two errors, or different numbers of cells.</exception>
    public static Interval AmplificationOver(IReadOnlyCollection<QuantileError> redraws, int trainingEvents, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(redraws);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainingEvents, 1);
        var cells = redraws.Select(r => r.Cells).Distinct().ToArray();
        if (redraws.Count < 2 || cells.Length != 1)
            throw new ArgumentException($"An amplification over data sets needs two or more errors of the same number of cells; got {redraws.Count} with {string.Join(", ", cells)} cells.", nameof(redraws));
        var mean = OverSeeds.Mean([.. redraws.Select(r => r.MeanSquare)], level);
        double Of(double meanSquare) => meanSquare > 0 ? new QuantileError(meanSquare, cells[0]).Amplification(trainingEvents) : double.PositiveInfinity;
        return new Interval(Of(mean.Value), Of(mean.High), Of(mean.Low), level);
    }
}
