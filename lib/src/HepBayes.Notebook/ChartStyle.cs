namespace HepBayes.Notebooks;

/// <summary>What all charts have in common: size, font and colours that colour-blind readers can tell apart.</summary>
public static class ChartStyle
{
    /// <summary>The width of a chart in pixels, the same on screen and in a picture file.</summary>
    public const int Width = 800;

    /// <summary>The height of a chart in pixels.</summary>
    public const int Height = 450;

    /// <summary>No trace holds more points than this; what has more is binned or thinned first, and says so.</summary>
    public const int MaximumPoints = 10_000;

    /// <summary>The font of all text.</summary>
    public const string Font = "Arial, Helvetica, sans-serif";

    /// <summary>
    /// The colours of data, in order of use: Okabe and Ito's colour-blind-safe set (blue, vermilion, green, purple,
    /// orange, sky blue, black; their yellow is left out, as it is too faint on white).
    /// </summary>
    public static IReadOnlyList<string> Palette { get; } = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

    /// <summary>The colour of reference lines and of what carries no data.</summary>
    public const string Grey = "#888888";

    internal const string Ink = "#222222";
    internal const string GridLine = "#e6e6e6";
    internal const string NoData = "#c4c4c4";

    internal static string Colour(int index) => Palette[index % Palette.Count];

    // #rrggbb with an opacity, as CSS.
    internal static string Faint(string colour, double opacity)
    {
        var rgb = Convert.FromHexString(colour.AsSpan(1));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"rgba({rgb[0]},{rgb[1]},{rgb[2]},{opacity})");
    }

    internal static void CheckColour(string colour)
    {
        if (colour.Length != 7 || colour[0] != '#' || !colour.AsSpan(1).ContainsOnlyHex())
            throw new ArgumentException($"'{colour}' is no colour of the form #rrggbb; take one from ChartStyle.Palette.", nameof(colour));
    }

    private static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }

        return true;
    }
}
