using System.Text.RegularExpressions;

namespace Hepbook.Assistance;

/// <summary>Completes the file names in <c>#r "..."</c> and <c>#load "..."</c>.</summary>
internal static partial class PathCompletion
{
    /// <summary>Completes a path.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="position">The place.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <returns>The files and folders; null if the place is in no such directive.</returns>
    public static CompletionList? At(string text, int position, string folder)
    {
        var line = text[(text.LastIndexOf('\n', Math.Max(position - 1, 0)) is var at && position == 0 ? 0 : at + 1)..position];
        if (Directive().Match(line) is not { Success: true } match)
            return null;
        var typed = match.Groups[2].Value;
        var slash = typed.LastIndexOf('/') + 1;
        var extension = match.Groups[1].Value == "r" ? "*.dll" : "*.csx";
        return new CompletionList([.. Entries(Path.Combine(folder, typed[..slash]), typed[slash..], extension)], position - (typed.Length - slash), position);
    }

    private static IEnumerable<CompletionItem> Entries(string folder, string prefix, string pattern)
    {
        if (!Directory.Exists(folder))
            return [];
        var options = new EnumerationOptions { IgnoreInaccessible = true };
        return Directory.GetDirectories(folder, "*", options).Select(d => Path.GetFileName(d) + "/")
            .Concat(Directory.GetFiles(folder, pattern, options).Select(f => Path.GetFileName(f)))
            .Where(n => n.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(n => new CompletionItem(n, "path"));
    }

    [GeneratedRegex("""^\s*#(r|load)\s+"([^"]*)$""")]
    private static partial Regex Directive();
}
