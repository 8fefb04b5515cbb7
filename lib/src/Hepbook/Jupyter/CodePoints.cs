namespace Hepbook.Jupyter;

/// <summary>Converts between places counted in characters (code points) and in UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>From characters to units; a place beyond the end becomes the end.</summary>
    public static int ToUnits(string text, int characters)
    {
        var units = 0;
        for (var i = 0; i < characters && units < text.Length; i++)
            units += units + 1 < text.Length && char.IsSurrogatePair(text[units], text[units + 1]) ? 2 : 1;
        return units;
    }

    /// <summary>From units to characters.</summary>
    public static int FromUnits(string text, int units)
    {
        var characters = 0;
        for (var i = 0; i < units; i++)
            characters += i > 0 && char.IsSurrogatePair(text[i - 1], text[i]) ? 0 : 1;
        return characters;
    }
}
