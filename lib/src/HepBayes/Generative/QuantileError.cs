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
}
