using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HepBayes.Notebooks;

/// <summary>
/// Hides an answer so that it can be compared but not read: PBKDF2 (RFC 8018, SHA-256) of the rounded value, salted with
/// the name of the check and the tolerance.
/// </summary>
/// <remarks>
/// Numbers are rounded to whole multiples of the tolerance. A number is accepted if its neighbours on that grid, below and
/// above, include the sealed one: always within half a tolerance of the answer, never beyond one and a half. The slow hash
/// keeps answers from being read, not from being found by someone who tries every value in a narrow range.
/// </remarks>
internal static class AnswerSeal
{
    private const int Iterations = 50_000;
    private const int Bytes = 12;
    private const char Separator = ':';

    public static string OfNumber(string name, double value, double tolerance)
    {
        var step = tolerance.ToString("R", CultureInfo.InvariantCulture);
        return step + Separator + Hash(name, step, Grid(value, tolerance, MidpointRounding.ToEven));
    }

    public static string OfText(string name, string text) => "text" + Separator + Hash(name, "text", Normalised(text));

    /// <summary>The tolerance of a sealed number.</summary>
    /// <exception cref="ArgumentException">The seal was not made by <see cref="OfNumber"/>.</exception>
    public static double ToleranceOf(string seal) =>
        seal.Split(Separator) is [var step, { Length: > 0 }] && double.TryParse(step, NumberStyles.Float, CultureInfo.InvariantCulture, out var tolerance) && tolerance > 0
            ? tolerance
            : throw new ArgumentException($"'{seal}' is no seal of a number. Make one with Check.Seal(name, value, tolerance).", nameof(seal));

    public static bool IsText(string seal) => seal.StartsWith("text" + Separator, StringComparison.Ordinal);

    public static bool Fits(string name, double value, string seal)
    {
        var tolerance = ToleranceOf(seal);
        var parts = seal.Split(Separator);
        return new[] { MidpointRounding.ToNegativeInfinity, MidpointRounding.ToPositiveInfinity }
            .Select(rounding => Grid(value, tolerance, rounding)).Distinct().Any(g => Hash(name, parts[0], g) == parts[1]);
    }

    public static bool Fits(string name, string text, string seal) => OfText(name, text) == seal;

    private static string Grid(double value, double tolerance, MidpointRounding rounding) =>
        (Math.Round(value / tolerance, rounding) + 0.0).ToString("R", CultureInfo.InvariantCulture);

    private static string Normalised(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    private static string Hash(string name, string kind, string answer) => Convert.ToHexStringLower(
        Rfc2898DeriveBytes.Pbkdf2(answer, Encoding.UTF8.GetBytes($"HepBayes check\n{name}\n{kind}"), Iterations, HashAlgorithmName.SHA256, Bytes));
}
