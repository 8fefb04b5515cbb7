using System.Globalization;
using HepBayes.Evaluation;

namespace HepBayes.Notebooks.Formatting;

/// <summary>How single values are written in tables: invariant culture, five significant digits, whole numbers with thin grouping.</summary>
internal static class Cells
{
    public static bool IsNumber(object? value) =>
        value is Interval or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal;

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
        if (size is >= 1e5 and < 1e15 && value == Math.Floor(value))
            return value.ToString("N0", CultureInfo.InvariantCulture);
        return value.ToString("G5", CultureInfo.InvariantCulture);
    }
}
