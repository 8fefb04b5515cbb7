using System.Text.RegularExpressions;

namespace Hepbook.Converting.Programs;

/// <summary>The comments by which a program remembers the notebook it came from.</summary>
internal static partial class ProgramMarks
{
    /// <summary>Begins a line that only the notebook has.</summary>
    public const string Hidden = "//|";

    /// <summary>Begins a line that only the program has: a remark, or what the notebook stores beside the text.</summary>
    public const string Note = "//! ";

    /// <summary>Stands, with a number, where the notebook has a type that the program has at its end.</summary>
    public const string Moved = "//+ ";

    /// <summary>The note with the notebook's metadata.</summary>
    public const string NotebookNote = Note + "notebook: ";

    /// <summary>The note with a cell's attachments.</summary>
    public const string AttachmentsNote = Note + "attachments: ";

    /// <summary>The note with the names that had to change.</summary>
    public const string NamesNote = Note + "names: ";

    /// <summary>The section with the types.</summary>
    public const string Types = "// %% [types]";

    /// <summary>The section that no cell has.</summary>
    public const string Support = "// %% [program]";

    /// <summary>Whether a line of a cell looks like one of these.</summary>
    public static bool IsMark(string line) => Mark().IsMatch(line);

    /// <summary>Makes a line one that only the notebook has.</summary>
    public static string Hide(string line) => line.Length == 0 ? Hidden : $"{Hidden} {line}";

    /// <summary>Undoes <see cref="Hide"/>.</summary>
    public static string Show(string line) => line.Length > Hidden.Length ? line[(Hidden.Length + 1)..] : "";

    /// <summary>The line that begins a cell: the kind or language, the identity, and the metadata where there are any.</summary>
    [GeneratedRegex(@"^// %% \[([^\]\s]+)\] ([a-zA-Z0-9_-]+)(?: (\{.*\}))?$")]
    public static partial Regex Cell();

    [GeneratedRegex(@"^//([|!+]|\s%%\s\[)")]
    private static partial Regex Mark();
}
