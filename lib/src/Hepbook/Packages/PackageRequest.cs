using System.Text.RegularExpressions;

namespace Hepbook.Packages;

/// <summary>What a line such as <c>#r "nuget: Name, 1.2.3"</c> or <c>#i "nuget: source"</c> asks for.</summary>
/// <param name="Name">The package; for a source its address or folder.</param>
/// <param name="Version">The version or range; <c>*</c>, the newest, where none is given; null for a source.</param>
/// <param name="Line">The line in the cell, from 1.</param>
internal sealed partial record PackageRequest(string Name, string? Version, int Line)
{
    /// <summary>Reads a line of a cell.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <returns>What it asks for; null if it is another line.</returns>
    public static PackageRequest? Parse(string line, int number)
    {
        if (Package().Match(line) is { Success: true } package)
            return new PackageRequest(package.Groups[1].Value, package.Groups[2] is { Success: true, Value: var version } ? version : "*", number);
        return Source().Match(line) is { Success: true } source ? new PackageRequest(source.Groups[1].Value, null, number) : null;
    }

    [GeneratedRegex("""^\s*#r\s+"nuget:\s*([^,"]+?)\s*(?:,\s*([^"]+?)\s*)?"\s*;?\s*$""")]
    private static partial Regex Package();

    [GeneratedRegex("""^\s*#i\s+"nuget:\s*([^"]+?)\s*"\s*;?\s*$""")]
    private static partial Regex Source();
}
