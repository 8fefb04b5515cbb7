using System.Text.RegularExpressions;

namespace Hepbook.Engine;

/// <summary>A value that a cell wants from another language before it runs.</summary>
/// <param name="Name">Its name in the cell.</param>
/// <param name="Source">Its name there.</param>
/// <param name="Language">The other language.</param>
/// <param name="Line">The line that asks for it, from 1.</param>
internal sealed partial record CellImport(string Name, string Source, string Language, int Line)
{
    /// <summary>The commands that import, without <c>#!</c>.</summary>
    public static readonly string[] Commands = ["share", "set"];

    /// <summary>How the commands are written.</summary>
    public const string Usage = "#!share NAME --from LANGUAGE [--as NAME], or #!set --name NAME --value @LANGUAGE:NAME";

    /// <summary>Reads such a line.</summary>
    /// <param name="line">The line, from <c>#!share</c> or <c>#!set</c> on.</param>
    /// <param name="number">Its number in the cell, from 1.</param>
    /// <returns>The import; null if the line is written otherwise.</returns>
    public static CellImport? Parse(string line, int number)
    {
        if (Share().Match(line) is { Success: true } share)
        {
            var name = share.Groups["name"].Value;
            return new CellImport(share.Groups["as"] is { Success: true, Value: var other } ? other : name, name, share.Groups["from"].Value, number);
        }

        return Set().Match(line) is { Success: true } set
            ? new CellImport(set.Groups["name"].Value, set.Groups["source"].Value, set.Groups["from"].Value, number)
            : null;
    }

    [GeneratedRegex(@"^\s*#!share\s+(?:--from\s+(?<from>[\w#]+)\s+(?<name>\w+)|(?<name>\w+)\s+--from\s+(?<from>[\w#]+))(?:\s+--as\s+(?<as>\w+))?\s*$")]
    private static partial Regex Share();

    [GeneratedRegex(@"^\s*#!set\s+(?:--name\s+(?<name>\w+)\s+--value\s+@(?<from>[\w#]+):(?<source>\w+)|--value\s+@(?<from>[\w#]+):(?<source>\w+)\s+--name\s+(?<name>\w+))\s*$")]
    private static partial Regex Set();
}
