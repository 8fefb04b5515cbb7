namespace HepBayes.Generative;

/// <summary>
/// Cells of equal true probability in any number of dimensions: the true events are cut in two at a quantile of the variable in which
/// they are widest, and the parts again, until there are as many parts as wanted. Does not change.
/// </summary>
public sealed class QuantileCells
{
    private readonly Node root;

    private QuantileCells(Node root, int dimensions, int count) => (this.root, Dimensions, Count) = (root, dimensions, count);

    /// <summary>Variables of an event.</summary>
    public int Dimensions { get; }

    /// <summary>The number of cells.</summary>
    public int Count { get; }

    /// <summary>Cuts true events into cells.</summary>
    /// <param name="truth">True events, at least two for each cell.</param>
    /// <param name="count">The number of cells, at least 2.</param>
    /// <exception cref="ArgumentException">There are too few events.</exception>
    public static QuantileCells Fit(EventSample truth, int count)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        if (truth.Count < 2 * count)
            throw new ArgumentException($"There are {truth.Count} events for {count} cells; give at least 2 events for each cell or take fewer cells.", nameof(truth));
        var rows = Enumerable.Range(0, truth.Count).ToArray();
        double[] widths = [.. Enumerable.Range(0, truth.Dimensions).Select(v => Deviation(truth, rows, v))];
        return new QuantileCells(Cut(truth, rows, widths, 0, count), truth.Dimensions, count);
    }

    /// <summary>The cell of each event, from 0.</summary>
    /// <param name="events">The events.</param>
    /// <exception cref="ArgumentException">The events have another number of variables.</exception>
    public int[] CellsOf(EventSample events)
    {
        ArgumentNullException.ThrowIfNull(events);
        events.RequireDimensions(Dimensions, nameof(events));
        var cells = new int[events.Count];
        for (var row = 0; row < cells.Length; row++)
        {
            var node = root;
            while (node.Below is not null)
                node = events[row][node.Variable] < node.At ? node.Below : node.Above!;
            cells[row] = node.Cell;
        }

        return cells;
    }

    private static Node Cut(EventSample truth, int[] rows, double[] widths, int firstCell, int cells)
    {
        if (cells == 1)
            return new Node(0, 0, null, null, firstCell);
        var variable = Enumerable.Range(0, truth.Dimensions).MaxBy(v => widths[v] > 0 ? Deviation(truth, rows, v) / widths[v] : 0);
        var sorted = rows.OrderBy(row => truth[row][variable]).ToArray();
        var (below, place) = (cells / 2, (int)((long)rows.Length * (cells / 2) / cells));
        var at = truth[sorted[place]][variable];
        return new Node(variable, at, Cut(truth, sorted[..place], widths, firstCell, below), Cut(truth, sorted[place..], widths, firstCell + below, cells - below), -1);
    }

    private static double Deviation(EventSample truth, int[] rows, int variable)
    {
        var mean = rows.Average(row => truth[row][variable]);
        return Math.Sqrt(rows.Average(row => (truth[row][variable] - mean) * (truth[row][variable] - mean)));
    }

    /// <summary>A cut, or a cell where nothing lies below.</summary>
    private sealed record Node(int Variable, float At, Node? Below, Node? Above, int Cell);
}
