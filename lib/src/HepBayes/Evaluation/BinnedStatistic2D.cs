namespace HepBayes.Evaluation;

/// <summary>Mean, standard deviation and number of a quantity in the cells of a plane, as drawn by a heatmap. Matrices are indexed [y bin, x bin].</summary>
public sealed class BinnedStatistic2D
{
    private BinnedStatistic2D(BinAxis x, BinAxis y)
    {
        X = x;
        Y = y;
        Count = new int[y.Bins, x.Bins];
        Mean = new double[y.Bins, x.Bins];
        StandardDeviation = new double[y.Bins, x.Bins];
    }

    /// <summary>The bins in x.</summary>
    public BinAxis X { get; }

    /// <summary>The bins in y.</summary>
    public BinAxis Y { get; }

    /// <summary>The number of rows in each cell.</summary>
    public int[,] Count { get; }

    /// <summary>The mean of the quantity in each cell; NaN where a cell is empty.</summary>
    public double[,] Mean { get; }

    /// <summary>The sample standard deviation of the quantity in each cell; NaN where a cell has fewer than two rows.</summary>
    public double[,] StandardDeviation { get; }

    /// <summary>The number of rows outside the bins.</summary>
    public int Outside { get; private set; }

    /// <summary>Bins a quantity over two others.</summary>
    /// <param name="x">The x coordinate of each row.</param>
    /// <param name="y">The y coordinate of each row.</param>
    /// <param name="values">The quantity of each row.</param>
    /// <param name="xBins">The number of bins in x, at least 1.</param>
    /// <param name="yBins">The number of bins in y, at least 1.</param>
    /// <param name="xRange">The outer edges in x; the smallest and largest value if not given.</param>
    /// <param name="yRange">The outer edges in y; the smallest and largest value if not given.</param>
    /// <returns>The cells.</returns>
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite (the message names the row), or no rows and no range.</exception>
    public static BinnedStatistic2D Of(
        RealValues x,
        RealValues y,
        RealValues values,
        int xBins = 30,
        int yBins = 30,
        (double Low, double High)? xRange = null,
        (double Low, double High)? yRange = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(values);
        x.RequireLength("x coordinates", values.Length, "values");
        y.RequireLength("y coordinates", values.Length, "values");
        x.RequireFinite("x coordinates");
        y.RequireFinite("y coordinates");
        values.RequireFinite("values");

        var result = new BinnedStatistic2D(
            BinAxis.Spanning(x, xBins, "x coordinates", xRange), BinAxis.Spanning(y, yBins, "y coordinates", yRange));
        for (var row = 0; row < values.Length; row++)
            result.Add(result.X.IndexOf(x[row]), result.Y.IndexOf(y[row]), values[row]);
        result.Finish();
        return result;
    }

    // Welford's update; until Finish the standard deviation holds the sum of squared deviations.
    private void Add(int column, int row, double value)
    {
        if (column < 0 || column == X.Bins || row < 0 || row == Y.Bins)
        {
            Outside++;
            return;
        }

        var n = ++Count[row, column];
        var before = value - Mean[row, column];
        Mean[row, column] += before / n;
        StandardDeviation[row, column] += before * (value - Mean[row, column]);
    }

    private void Finish()
    {
        for (var row = 0; row < Y.Bins; row++)
        {
            for (var column = 0; column < X.Bins; column++)
            {
                var n = Count[row, column];
                if (n == 0)
                    Mean[row, column] = double.NaN;
                StandardDeviation[row, column] = n < 2 ? double.NaN : Math.Sqrt(StandardDeviation[row, column] / (n - 1));
            }
        }
    }
}
