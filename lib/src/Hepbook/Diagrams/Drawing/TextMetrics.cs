using System.Globalization;
using System.Text;

namespace Hepbook.Diagrams.Drawing;

/// <summary>
/// How much room texts take. Nobody knows the reader's font, so widths are those of a wide one (DejaVu Sans) and narrower
/// fonts leave a little more room around.
/// </summary>
internal static class TextMetrics
{
    /// <summary>The font size of nodes, in pixels.</summary>
    public const double NodeFont = 14;

    /// <summary>The font size of edges and frames, in pixels.</summary>
    public const double SmallFont = 12.5;

    private const double LinePitch = 1.4;

    /// <summary>The room that lines take one below the other.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="font">The font size, in pixels.</param>
    public static Size Of(IReadOnlyList<string> lines, double font) =>
        new(lines.Max(line => Width(line) * font), lines.Count * Pitch(font));

    /// <summary>The distance between two lines, in pixels.</summary>
    public static double Pitch(double font) => font * LinePitch;

    private static double Width(string line) => line.EnumerateRunes().Sum(Width);

    // In units of the font size.
    private static double Width(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or '\'' => 0.29,
        ' ' or 'f' or 't' or 'I' or '.' or ',' or ':' or ';' or '|' or '/' or '!' => 0.40,
        '(' or ')' or '[' or ']' or 'r' or '-' => 0.42,
        'm' or 'M' or 'W' or '%' or '@' => 1.0,
        'w' => 0.83,
        >= 'a' and <= 'z' or >= '0' and <= '9' => 0.64,
        >= 'A' and <= 'Z' => 0.75,
        < 0x80 => 0.84,
        >= 0x2E80 => 1.15,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0 : 0.86,
    };
}
