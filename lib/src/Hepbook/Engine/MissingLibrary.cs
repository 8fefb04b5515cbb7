using System.Text.RegularExpressions;

namespace Hepbook.Engine;

/// <summary>Explains a <c>#r</c> whose file is not there.</summary>
internal static partial class MissingLibrary
{
    private const int MostNames = 3;

    // C#: no such file; F#: no such file, no such assembly.
    private static readonly string[] Numbers = ["CS0006", "FS0078", "FS0084"];

    /// <summary>Whether an error says that a library is not there.</summary>
    public static bool Is(CompilerError error) => Numbers.Contains(error.Id);

    /// <summary>What to do about it: the names in that folder that are nearest, or how to build the library.</summary>
    /// <param name="error">The error.</param>
    /// <param name="folder">Where relative paths start.</param>
    public static string Remedy(CompilerError error, string folder)
    {
        const string build = "Build the library that #r names first ('hepbook doctor' tells whether it is there).";
        if (QuotedFile().Match(error.Message) is not { Success: true } match)
            return build;
        var file = Path.GetFullPath(match.Groups[1].Value, folder);
        var home = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(home))
            return $"There is no folder '{home}'. {build}";
        string[] nearest = [.. NearestNames.Of(Path.GetFileName(file), Directory.EnumerateFiles(home, "*.dll").Select(f => Path.GetFileName(f))).Take(MostNames)];
        return nearest.Length > 0 ? $"Did you mean {string.Join(" or ", nearest)}? They are in '{home}'." : build;
    }

    [GeneratedRegex("""['"]([^'"\r\n]+\.(?:dll|exe))['"]""", RegexOptions.IgnoreCase)]
    private static partial Regex QuotedFile();
}
