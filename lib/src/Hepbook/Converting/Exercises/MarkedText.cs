using System.Text.RegularExpressions;
using Hepbook.Notebooks;

namespace Hepbook.Converting.Exercises;

/// <summary>
/// A cell of a solution without what students write. In code a line <c>// solution begins</c> and a line
/// <c>// solution ends</c> stand around it; <c>// exercise: ...</c> is a prompt, which stays; and
/// <c>// exercise code: ...</c> becomes code of the exercise. In Markdown the same words stand in HTML comments, so that
/// the solution does not show them: <c>&lt;!-- solution begins --&gt;</c>, and <c>&lt;!-- exercise: text --&gt;</c> for text of
/// the exercise alone.
/// </summary>
/// <param name="Text">The cell with the marked parts taken out.</param>
/// <param name="Prompt">What stands in place of the whole cell, if students write all of it.</param>
internal sealed partial record MarkedText(string Text, string Prompt)
{
    /// <summary>The words that begin a solution.</summary>
    public const string Begins = "solution begins";

    /// <summary>The words that end a solution.</summary>
    public const string Ends = "solution ends";

    /// <summary>Whether a text has any marker.</summary>
    public static bool HasMarkers(string source) => source.Split('\n').Any(l => Boundary().IsMatch(l) || Replacement().IsMatch(l)) || Hidden().IsMatch(source);

    /// <summary>Reads a cell.</summary>
    /// <param name="cell">The cell of the solution.</param>
    /// <param name="place">The notebook and the number of the cell, for messages.</param>
    /// <exception cref="UserErrorException">A marker lacks its counterpart, or is not one of those expected.</exception>
    public static MarkedText Read(NotebookCell cell, string place)
    {
        var lines = WithoutSolutions(cell.Source.Split('\n'), place);
        return cell.Kind == CellKind.Code ? Code(lines, wasEmpty: string.IsNullOrWhiteSpace(cell.Source)) : Prose(string.Join('\n', lines));
    }

    private static List<string> WithoutSolutions(string[] lines, string place)
    {
        var kept = new List<string>();
        int? begun = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Boundary().Match(lines[i]) is not { Success: true } marker)
            {
                if (begun is null)
                    kept.Add(lines[i]);
                continue;
            }

            var words = marker.Groups[1].Value.ToLowerInvariant();
            if (words is not (Begins or Ends))
                throw Wrong(place, i, $"found '{lines[i].Trim()}', expected '{Begins}' or '{Ends}'.");
            if (words == Begins && begun is { } first)
                throw Wrong(place, i, $"'{Begins}' again, while the one of line {first + 1} has not ended. Put '{Ends}' between them.");
            if (words == Ends && begun is null)
                throw Wrong(place, i, $"'{Ends}' without '{Begins}' before it.");
            begun = words == Begins ? i : null;
        }

        return begun is { } open ? throw Wrong(place, open, $"'{Begins}' without '{Ends}' after it in the cell.") : kept;
    }

    private static MarkedText Code(List<string> lines, bool wasEmpty)
    {
        var written = string.Join('\n', lines.Select(WithExerciseCode));
        var prompts = lines.Where(l => Prompts().IsMatch(l)).Select(WithExerciseCode).DefaultIfEmpty("// Write your answer here.");
        // The line that names the language stays.
        var prompt = string.Join('\n', lines.Take(1).Where(l => l.StartsWith("#!", StringComparison.Ordinal)).Concat(prompts));
        return new MarkedText(string.IsNullOrWhiteSpace(written) && !wasEmpty ? prompt : written, prompt);
    }

    private static string WithExerciseCode(string line) => Replacement().Replace(line, "$1$2");

    private static MarkedText Prose(string text)
    {
        var prompts = Hidden().Matches(text).Select(m => m.Groups[1].Value).ToArray();
        return new MarkedText(Hidden().Replace(text, "$1"), prompts.Length > 0 ? string.Join("\n\n", prompts) : "*Write your answer here.*");
    }

    private static UserErrorException Wrong(string place, int line, string message) => new($"{place}, line {line + 1}: {message}");

    [GeneratedRegex(@"^\s*(?://|<!--)\s*(solution:?\s+(?:begin|end|start|stop)\w*|(?:begin|end|start|stop)\w*\s+(?:of\s+)?solution)\s*\.?\s*(?:-->\s*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"^(\s*)//\s*exercise code:\s?(.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Replacement();

    [GeneratedRegex(@"^\s*//\s*exercise(?: code)?:", RegexOptions.IgnoreCase)]
    private static partial Regex Prompts();

    [GeneratedRegex(@"<!--\s*exercise:\s*(.*?)\s*-->", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Hidden();
}
