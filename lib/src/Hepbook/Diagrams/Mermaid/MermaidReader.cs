using System.Text.RegularExpressions;

namespace Hepbook.Diagrams.Mermaid;

/// <summary>A place in the text of a diagram.</summary>
/// <param name="source">The text.</param>
internal sealed partial class MermaidReader(string source)
{
    private const int LongestFound = 20;

    private readonly string text = source.ReplaceLineEndings("\n");

    /// <summary>The place, counted from 0.</summary>
    public int Position { get; set; }

    /// <summary>Whether the text is over.</summary>
    public bool IsAtEnd => Position >= text.Length;

    /// <summary>Whether the statement is over.</summary>
    public bool IsAtStatementEnd => IsAtEnd || text[Position] is '\n' or ';';

    /// <summary>The character here; <c>\0</c> at the end.</summary>
    public char Current => IsAtEnd ? '\0' : text[Position];

    /// <summary>Whether a text stands here.</summary>
    public bool IsAt(string part) => string.CompareOrdinal(text, Position, part, 0, part.Length) == 0;

    /// <summary>Steps over a text if it stands here.</summary>
    public bool Take(string part)
    {
        if (!IsAt(part))
            return false;
        Position += part.Length;
        return true;
    }

    /// <summary>Steps over what a pattern that begins with <c>\G</c> matches here.</summary>
    public Match Take(Regex pattern)
    {
        var match = pattern.Match(text, Math.Min(Position, text.Length));
        Position += match.Length;
        return match;
    }

    /// <summary>Whether a pattern that begins with <c>\G</c> matches here.</summary>
    public bool IsAt(Regex pattern) => pattern.IsMatch(text, Math.Min(Position, text.Length));

    /// <summary>Steps over spaces and tabs.</summary>
    public void SkipBlanks()
    {
        while (!IsAtEnd && text[Position] is ' ' or '\t')
            Position++;
    }

    /// <summary>Steps over empty lines, ends of statements, and comments that have a line of their own.</summary>
    public void SkipBetweenStatements()
    {
        while (Take(Between()).Length > 0)
        {
        }
    }

    /// <summary>The rest of the statement, without the blanks around it.</summary>
    public string TakeStatement() => Take(Statement()).Value.Trim();

    /// <summary>The rest of the line, without the blanks around it.</summary>
    public string TakeLine() => Take(Line()).Value.Trim();

    /// <summary>The text from a place to here.</summary>
    public string TextFrom(int start) => text[start..Position];

    /// <summary>An error at a place.</summary>
    /// <param name="expected">What should stand there.</param>
    /// <param name="at">The place; here if it is not given.</param>
    public MermaidSyntaxException Error(string expected, int? at = null)
    {
        var place = at ?? Position;
        return Wrong($"found {Found(place)}, expected {expected}", place);
    }

    /// <summary>An error at a place, in words of its own.</summary>
    public MermaidSyntaxException Wrong(string message, int at)
    {
        var before = text.AsSpan(0, Math.Min(at, text.Length));
        return new MermaidSyntaxException(before.Count('\n') + 1, at - before.LastIndexOf('\n'), message);
    }

    private string Found(int place)
    {
        if (place >= text.Length)
            return "the end of the diagram";
        if (text[place] == '\n')
            return "the end of the line";
        var word = Word().Match(text, place).Value;
        return word.Length > LongestFound ? $"'{word[..LongestFound]}...'" : $"'{word}'";
    }

    [GeneratedRegex(@"\G(?:[\s;]+|(?<=^[ \t]*)%%[^\n]*)", RegexOptions.Multiline)]
    private static partial Regex Between();

    [GeneratedRegex(@"\G[^\n;]*")]
    private static partial Regex Statement();

    [GeneratedRegex(@"\G[^\n]*")]
    private static partial Regex Line();

    [GeneratedRegex(@"\G(?:\w+|[-.=<>]+|%%|.)", RegexOptions.Singleline)]
    private static partial Regex Word();
}
