namespace Hepbook.Clusters;

/// <summary>Words of a shell script.</summary>
internal static class ShellText
{
    /// <summary>A word that the shell takes as it is written: quoted where that is needed.</summary>
    public static string Word(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '=' or ':' or ',' or '+')
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Several words.</summary>
    public static string Words(IEnumerable<string> texts) => string.Join(' ', texts.Select(Word));
}
