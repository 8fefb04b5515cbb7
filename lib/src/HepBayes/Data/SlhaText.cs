using System.Globalization;

namespace HepBayes.Data;

/// <summary>Numbers as Fortran and C++ programs write them.</summary>
internal static class SlhaText
{
    /// <summary>Reads 1.5, 1.5E+02, 1.5D+02, nan, inf.</summary>
    public static bool TryNumber(string text, out double number)
    {
        // A Fortran exponent may be written with D; no other number holds that letter.
        if (double.TryParse(text.Replace('D', 'E').Replace('d', 'e'), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        number = text.TrimStart('+', '-').ToUpperInvariant() switch
        {
            "NAN" or "NANQ" => double.NaN,
            "INF" or "INFINITY" => text.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity,
            _ => double.MinValue,
        };
        return number != double.MinValue;
    }

    public static bool TryInteger(string text, out int number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
