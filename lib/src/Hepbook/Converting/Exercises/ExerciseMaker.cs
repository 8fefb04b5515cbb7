using System.Text.Json.Nodes;
using Hepbook.Notebooks;

namespace Hepbook.Converting.Exercises;

/// <summary>
/// Makes an exercise from its solution. What students write is marked in the solution: by the tag <c>solution</c> for a
/// whole cell, by the tag <c>solution-only</c> for a cell that the exercise lacks, and by marker lines inside a cell
/// (<see cref="MarkedText"/>). Cells tagged <c>check</c> stay as they are.
/// </summary>
/// <remarks>
/// Outputs are kept up to the first cell that students change: those after it, the checks among them, were computed with
/// the solution.
/// </remarks>
internal static class ExerciseMaker
{
    /// <summary>The tag of a cell that students write as a whole.</summary>
    public const string SolutionTag = "solution";

    /// <summary>The tag of a cell that the exercise does not have.</summary>
    public const string SolutionOnlyTag = "solution-only";

    /// <summary>The tag of a cell that checks an answer.</summary>
    public const string CheckTag = "check";

    /// <summary>The tag that a cell gets where something is to be written.</summary>
    public const string ExerciseTag = "exercise";

    /// <summary>Makes the exercise.</summary>
    /// <param name="solution">The solution; it stays as it is.</param>
    /// <param name="path">Its name in messages.</param>
    /// <exception cref="UserErrorException">Nothing is marked, or markers do not fit each other.</exception>
    public static Notebook Make(Notebook solution, string path)
    {
        var exercise = new Notebook { Metadata = (JsonObject)solution.Metadata.DeepClone() };
        var solved = false;
        var changed = false;
        for (var i = 0; i < solution.Cells.Count; i++)
        {
            var cell = solution.Cells[i];
            var text = Text(cell, $"{path}: cell {i + 1} of {solution.Cells.Count}");
            changed |= text != cell.Source;
            solved |= text != cell.Source && cell.Kind == CellKind.Code;
            if (text is not null)
                exercise.Cells.Add(Cell(cell, text, solved));
        }

        return changed
            ? exercise
            : throw new UserErrorException(
                $"{path}: nothing is marked as a solution. Tag a cell '{SolutionTag}', or put the lines '// {MarkedText.Begins}' and '// {MarkedText.Ends}' around what students write.");
    }

    /// <summary>Whether a notebook is the source of an exercise.</summary>
    public static bool IsSolution(Notebook notebook) =>
        notebook.Cells.Any(c => c.Tags.Contains(SolutionTag) || c.Tags.Contains(SolutionOnlyTag) || MarkedText.HasMarkers(c.Source));

    // The text of the cell in the exercise; null if there is none.
    private static string? Text(NotebookCell cell, string place)
    {
        var tags = cell.Tags.Intersect([SolutionTag, SolutionOnlyTag, CheckTag]).ToArray();
        if (tags.Length > 1)
            throw new UserErrorException($"{place}: has the tags '{tags[0]}' and '{tags[1]}'; expected one of them.");
        var marked = MarkedText.Read(cell, place);
        return tags.FirstOrDefault() switch
        {
            SolutionOnlyTag => null,
            SolutionTag => marked.Prompt,
            CheckTag when marked.Text != cell.Source => throw new UserErrorException(
                $"{place}: is tagged '{CheckTag}', which students get as it is, but holds solution markers. Move what students write to a cell of its own."),
            _ => marked.Text,
        };
    }

    private static NotebookCell Cell(NotebookCell cell, string text, bool solved) => new()
    {
        Id = cell.Id,
        Kind = cell.Kind,
        Source = text,
        Metadata = text == cell.Source ? (JsonObject)cell.Metadata.DeepClone() : Tagged(cell.Metadata),
        Attachments = (JsonObject?)cell.Attachments?.DeepClone(),
        Outputs = solved ? [] : (JsonArray)cell.Outputs.DeepClone(),
        ExecutionCount = solved ? null : cell.ExecutionCount,
    };

    private static JsonObject Tagged(JsonObject metadata)
    {
        var tagged = (JsonObject)metadata.DeepClone();
        var others = (tagged["tags"] as JsonArray ?? []).Select(t => t!.ToString()).Where(t => t is not (SolutionTag or ExerciseTag));
        tagged["tags"] = new JsonArray([.. others.Append(ExerciseTag).Select(t => (JsonNode)t)]);
        return tagged;
    }
}
