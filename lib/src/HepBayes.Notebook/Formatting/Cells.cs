using System.Globalization;
using HepBayes.Evaluation;

namespace HepBayes.Notebooks.Formatting;

/// <summary>How single values are written in tables: invariant culture, five significant digits, thousands grouped by commas.</summary>
internal static class Cells
{
    /// <summary>A number that is already written.</summary>
    /// <param name="Text">Its text.</param>
    public sealed record Written(string Text)
    {
        /// <inheritdoc/>
        public override string ToString() => Text;
    }

    /// <summary>Writes the numbers of one column with equal decimals, five significant digits at the largest less common zeros, where their sizes allow it.</summary>
    /// <param name="values">The cells of a column; anything but floating-point numbers passes through.</param>
    /// <returns>The cells.</returns>
    public static object?[] Column(object?[] values)
    {
        var numbers = values.Select(v => v switch { float f => f, double d => d, _ => double.NaN }).Where(double.IsFinite).ToArray();
        var sizes = numbers.Select(Math.Abs).Where(v => v > 0).ToArray();
        if (sizes.Length == 0 || sizes.Max() >= 1e9 || sizes.Max() < 1e-3 || sizes.Min() < 1e-3 * Math.Min(1, sizes.Max()))
            return values;
        var decimals = Math.Clamp(4 - (int)Math.Floor(Math.Log10(sizes.Max())), 0, 8);
        while (decimals > 0 && numbers.All(v => Math.Round(v, decimals) == Math.Round(v, decimals - 1)))
            decimals--;
        var format = "N" + decimals.ToString(CultureInfo.InvariantCulture);
        return [.. values.Select(v => v is float or double && double.IsFinite(Convert.ToDouble(v, CultureInfo.InvariantCulture))
            ? new Written(((IFormattable)v).ToString(format, CultureInfo.InvariantCulture)) : v)];
    }

    public static bool IsNumber(object? value) =>
        value is Written or Interval or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal;

    public static string Text(object? value) => value switch
    {
        null => "",
        float v => Text((double)v),
        double v => Number(v),
        decimal v => Number((double)v),
        int or long or short or byte or uint or ulong or ushort or sbyte => string.Format(CultureInfo.InvariantCulture, "{0:N0}", value),
        IFormattable v => v.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Number(double value)
    {
        if (double.IsNaN(value))
            return "–";
        var size = Math.Abs(value);
        if (size is >= 1e4 and < 1e15)
            return value.ToString("N0", CultureInfo.InvariantCulture);
        return value.ToString("G5", CultureInfo.InvariantCulture);
    }
}
