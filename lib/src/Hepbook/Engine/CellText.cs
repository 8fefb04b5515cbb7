using System.Text.RegularExpressions;
using Hepbook.Packages;

namespace Hepbook.Engine;

/// <summary>The text of a cell, its language and what the lines that begin with <c>#!</c> ask for.</summary>
/// <param name="Language">The language.</param>
/// <param name="Code">The text with those lines blanked, so that lines and places in it are those of the cell.</param>
/// <param name="IsTimed">Whether the time that the cell takes is wanted.</param>
/// <param name="Imports">The values that it wants from other languages, in order.</param>
/// <param name="Packages">The packages and sources that it names.</param>
/// <param name="Error">Why the cell cannot run; null if it can.</param>
internal sealed partial record CellText(string Language, string Code, bool IsTimed, IReadOnlyList<CellImport> Imports, IReadOnlyList<PackageRequest> Packages, CellError? Error)
{
    private const string Time = "time";

    /// <summary>Reads a cell, and refuses what this engine cannot do before anything is compiled.</summary>
    /// <param name="source">The cell as stored.</param>
    /// <param name="defaultLanguage">The language of cells that do not name one.</param>
    /// <param name="supported">The languages there are.</param>
    public static CellText Parse(string source, string defaultLanguage, IReadOnlyCollection<string> supported)
    {
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        var (language, timed, isNamed) = (defaultLanguage, false, false);
        var imports = new List<CellImport>();
        var packages = new List<PackageRequest>();
        CellText Refused(string message, int line) => new(language, source, timed, imports, packages, CellError.Of("NotSupported", message, line));
        var begun = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var magic = Magic().Match(lines[i]);
            if (!magic.Success)
            {
                begun |= lines[i].Trim().Length > 0;
                if (HasCode(language) && PackageRequest.Parse(lines[i], i + 1) is { } package)
                {
                    packages.Add(package);
                    lines[i] = new string(' ', lines[i].Length);
                }

                continue;
            }

            // In a text for readers such a line may be an example.
            if (begun && isNamed && !HasCode(language))
                continue;
            var name = magic.Groups[1].Value;
            var isCommand = name == Time || CellImport.Commands.Contains(name);
            if (!isCommand && !supported.Contains(name))
                return Refused(Unknown(name, supported), i + 1);
            if (begun || (!isCommand && isNamed))
                return Refused($"'#!{name}' must stand at the beginning of a cell, and a cell has one language.", i + 1);
            timed |= name == Time;
            if (!isCommand)
                (language, isNamed) = (name, true);
            else if (name != Time && CellImport.Parse(lines[i], i + 1) is { } import)
                imports.Add(import);
            else if (name != Time)
                return Refused($"{lines[i].Trim()}: write {CellImport.Usage}.", i + 1);
            lines[i] = new string(' ', lines[i].Length);
        }

        return supported.Contains(language)
            ? new CellText(language, string.Join('\n', lines), timed, imports, packages, null)
            : Refused(Unknown(language, supported), 1);
    }

    private static bool HasCode(string language) => language is NotebookSession.MainLanguage or FSharpSession.Name;

    private static string Unknown(string name, IReadOnlyCollection<string> supported)
    {
        string[] known = [.. supported, Time, .. CellImport.Commands];
        var nearest = NearestNames.Of(name, known);
        var meant = nearest.Count > 0 ? $" Did you mean #!{nearest[0]}?" : "";
        return $"'#!{name}' is not supported.{meant} A cell may begin with {string.Join(", ", known.Select(k => "#!" + k))}.";
    }

    [GeneratedRegex(@"^\s*#!([\w.-]+)")]
    private static partial Regex Magic();
}
