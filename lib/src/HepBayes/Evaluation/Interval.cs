using System.Globalization;

namespace HepBayes.Evaluation;

/// <summary>An estimate with the two ends of its interval.</summary>
/// <param name="Value">The estimate; NaN where it is not defined (for example the precision when nothing was selected).</param>
/// <param name="Low">The lower end, in the unit of <paramref name="Value"/>.</param>
/// <param name="High">The upper end, in the unit of <paramref name="Value"/>.</param>
/// <param name="Level">The confidence level or posterior mass of the interval, between 0 and 1.</param>
public readonly record struct Interval(double Value, double Low, double High, double Level = 0.95)
{
    /// <summary>Half the distance between the two ends.</summary>
    public double HalfWidth => (High - Low) / 2;

    /// <summary>Whether <paramref name="value"/> lies between the ends, ends included.</summary>
    /// <param name="value">A value in the unit of <see cref="Value"/>.</param>
    /// <returns>True if it does.</returns>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The estimate and its ends with as many decimals as the width supports: <c>0.912 [0.905, 0.919]</c>.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString()
    {
        var format = "F" + Decimals(HalfWidth).ToString(CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Value.ToString(format, CultureInfo.InvariantCulture)} [{Low.ToString(format, CultureInfo.InvariantCulture)}, {High.ToString(format, CultureInfo.InvariantCulture)}]");
    }

    /// <summary>A normal interval: the estimate plus and minus the standard error times the normal quantile.</summary>
    /// <param name="value">The estimate.</param>
    /// <param name="standardError">Its standard error, not negative.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <returns>The interval, not clipped.</returns>
    internal static Interval Normal(double value, double standardError, double level)
    {
        CheckLevel(level);
        var reach = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + level) / 2) * standardError;
        return new Interval(value, value - reach, value + reach, level);
    }

    internal static void CheckLevel(double level)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level of an interval lies between 0 and 1, for example 0.95.");
    }

    // Two significant digits of the half width.
    private static int Decimals(double halfWidth)
    {
        if (!double.IsFinite(halfWidth) || halfWidth <= 0)
            return 4;
        return Math.Clamp(1 - (int)Math.Floor(Math.Log10(halfWidth)), 0, 8);
    }
}
