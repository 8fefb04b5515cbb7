namespace Hepbook.Assistance;

/// <summary>What could stand at a place, and which part of the text it would replace.</summary>
/// <param name="Items">The candidates, the likeliest first; no two have the same text.</param>
/// <param name="Start">The first UTF-16 unit that would be replaced.</param>
/// <param name="End">One past the last.</param>
internal sealed record CompletionList(IReadOnlyList<CompletionItem> Items, int Start, int End)
{
    /// <summary>Nothing can be said about a place.</summary>
    public static CompletionList None(int position) => new([], position, position);
}
