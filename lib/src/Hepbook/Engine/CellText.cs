using System.Text.RegularExpressions;

namespace Hepbook.Engine;

/// <summary>Finds a cell's language and refuses what this engine cannot do, before anything is compiled.</summary>
internal static partial class CellText
{
    /// <summary>Splits a cell into language and code. The code keeps its line numbers: a removed first line stays as a blank one, so that places in it stay too.</summary>
    /// <param name="source">The cell as stored.</param>
    /// <param name="defaultLanguage">The language of cells that do not name one.</param>
    /// <param name="supported">The languages there are.</param>
    /// <returns>Language and code, or the error that explains why the cell cannot run.</returns>
    public static (string Language, string Code, CellError? Error) Parse(string source, string defaultLanguage, IReadOnlyCollection<string> supported)
    {
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        var language = defaultLanguage;
        var firstLine = Array.FindIndex(lines, l => l.Trim().Length > 0);
        for (var i = 0; i < lines.Length; i++)
        {
            var magic = Magic().Match(lines[i]);
            if (magic.Success)
            {
                if (i != firstLine || !supported.Contains(magic.Groups[1].Value))
                    return (language, source, Unsupported(lines[i].Trim(), i + 1, supported));
                language = magic.Groups[1].Value;
                lines[i] = new string(' ', lines[i].Length);
            }
            else if (PackageReference().IsMatch(lines[i]))
            {
                return (language, source, CellError.Of(
                    "NotSupported", $"{lines[i].Trim()}: packages are not downloaded while a notebook runs. Refer to a built library instead: #r \"path/to/Library.dll\".", i + 1));
            }
        }

        return supported.Contains(language)
            ? (language, string.Join('\n', lines), null)
            : (language, source, CellError.Of("NotSupported", $"The cell is written in '{language}'. Supported: {string.Join(", ", supported)}.", 1));
    }

    private static CellError Unsupported(string line, int number, IReadOnlyCollection<string> supported) => CellError.Of(
        "NotSupported", $"'{line}' is not supported. A cell may begin with {string.Join(" or ", supported.Select(s => "#!" + s))}, on its first line.", number);

    [GeneratedRegex(@"^\s*#!([\w.-]+)")]
    private static partial Regex Magic();

    [GeneratedRegex(@"^\s*#[ri]\s+""nuget:")]
    private static partial Regex PackageReference();
}
