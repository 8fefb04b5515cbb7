namespace HepBayes.Evaluation;

/// <summary>A histogram that keeps the sum of weights and of squared weights of each bin, so that its errors are right with weights too.</summary>
public sealed class Histogram1D
{
    private double underflowSquares;
    private double overflowSquares;

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

    /// <summary>The standard error of <see cref="Underflow"/>.</summary>
    public double UnderflowError => Math.Sqrt(underflowSquares);

    /// <summary>The standard error of <see cref="Overflow"/>.</summary>
    public double OverflowError => Math.Sqrt(overflowSquares);

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

    /// <summary>The contents of two histograms together, flow bins included: that of all rows of both.</summary>
    /// <param name="other">A histogram of other rows with the same bins.</param>
    /// <exception cref="ArgumentException">The bins differ.</exception>
    public Histogram1D Plus(Histogram1D other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if ((Axis.Low, Axis.High, Axis.Bins) != (other.Axis.Low, other.Axis.High, other.Axis.Bins))
            throw new ArgumentException($"Histograms are added bin by bin, but one has {Axis.Bins} bins from {Axis.Low} to {Axis.High}, the other {other.Axis.Bins} from {other.Axis.Low} to {other.Axis.High}. Fill both with the same bins and range.", nameof(other));
        return Combined((a, b) => a + b, (a, b) => a + b, other);
    }

    /// <summary>The histogram of the same rows with all weights multiplied by a factor.</summary>
    /// <param name="factor">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite.</exception>
    public Histogram1D Scaled(double factor)
    {
        if (!double.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor of a histogram is a finite number.");
        return Combined((a, _) => factor * a, (a, _) => factor * factor * a, this);
    }

    private Histogram1D Combined(Func<double, double, double> sum, Func<double, double, double> square, Histogram1D other)
    {
        var result = new Histogram1D(Axis)
        {
            Underflow = sum(Underflow, other.Underflow),
            Overflow = sum(Overflow, other.Overflow),
            underflowSquares = square(underflowSquares, other.underflowSquares),
            overflowSquares = square(overflowSquares, other.overflowSquares),
        };
        for (var bin = 0; bin < Axis.Bins; bin++)
        {
            result.Sums[bin] = sum(Sums[bin], other.Sums[bin]);
            result.SquaredSums[bin] = square(SquaredSums[bin], other.SquaredSums[bin]);
        }

        return result;
    }

    private void Add(double value, double weight)
    {
        var bin = Axis.IndexOf(value);
        if (bin < 0)
        {
            Underflow += weight;
            underflowSquares += weight * weight;
        }
        else if (bin == Axis.Bins)
        {
            Overflow += weight;
            overflowSquares += weight * weight;
        }
        else
        {
            Sums[bin] += weight;
            SquaredSums[bin] += weight * weight;
        }
    }
}
