namespace HepBayes.Evaluation;

/// <summary>A histogram that keeps the sum of weights and of squared weights of each bin, so that its errors are right with weights too.</summary>
public sealed class Histogram1D
{
    private Histogram1D(BinAxis axis)
    {
        Axis = axis;
        Sums = new double[axis.Bins];
        SquaredSums = new double[axis.Bins];
    }

    /// <summary>The bins.</summary>
    public BinAxis Axis { get; }

    /// <summary>The sum of weights in each bin; the number of rows without weights.</summary>
    public double[] Sums { get; }

    /// <summary>The sum of squared weights in each bin.</summary>
    public double[] SquaredSums { get; }

    /// <summary>The sum of weights below the first bin.</summary>
    public double Underflow { get; private set; }

    /// <summary>The sum of weights above the last bin.</summary>
    public double Overflow { get; private set; }

    /// <summary>The sum of weights inside the bins.</summary>
    public double Total => Sums.Sum();

    /// <summary>The standard error of each bin: the root of the sum of squared weights, the root of n without weights.</summary>
    public double[] Errors => Array.ConvertAll(SquaredSums, Math.Sqrt);

    /// <summary>The density of each bin: its share of all weights, under- and overflow included, divided by its width.</summary>
    public double[] Density
    {
        get
        {
            var scale = 1 / ((Total + Underflow + Overflow) * Axis.Width);
            return Array.ConvertAll(Sums, s => s * scale);
        }
    }

    /// <summary>Fills a histogram.</summary>
    /// <param name="values">The value of each row.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="range">The edges of the first and last bin; the smallest and largest value if not given.</param>
    /// <param name="weights">One weight per row (negative ones are allowed), or null for none.</param>
    /// <returns>The histogram.</returns>
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite (the message names the row), or no rows and no range.</exception>
    public static Histogram1D Of(RealValues values, int bins = 40, (double Low, double High)? range = null, RealValues? weights = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        values.RequireFinite("values");
        weights?.RequireLength("weights", values.Length, "values");
        weights?.RequireFinite("weights");
        var histogram = new Histogram1D(BinAxis.Spanning(values, bins, "values", range));
        for (var row = 0; row < values.Length; row++)
            histogram.Add(values[row], weights?[row] ?? 1);
        return histogram;
    }

    private void Add(double value, double weight)
    {
        var bin = Axis.IndexOf(value);
        if (bin < 0)
        {
            Underflow += weight;
        }
        else if (bin == Axis.Bins)
        {
            Overflow += weight;
        }
        else
        {
            Sums[bin] += weight;
            SquaredSums[bin] += weight * weight;
        }
    }
}
