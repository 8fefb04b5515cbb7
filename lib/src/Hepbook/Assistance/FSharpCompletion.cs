using FSharp.Compiler.CodeAnalysis;
using FSharp.Compiler.EditorServices;
using Microsoft.FSharp.Core;
using static FSharp.Compiler.Interactive.Shell;

namespace Hepbook.Assistance;

/// <summary>Completes F# cells from what the compiler knows.</summary>
internal static class FSharpCompletion
{
    private const int Most = 1000;

    /// <summary>Completes at a place.</summary>
    /// <param name="session">The running session.</param>
    /// <param name="code">The cell.</param>
    /// <param name="position">The place, from 0 to the length of the text.</param>
    /// <param name="folder">Where relative paths start.</param>
    public static CompletionList At(FsiEvaluationSession session, string code, int position, string folder)
    {
        position = Math.Clamp(position, 0, code.Length);
        if (PathCompletion.At(code, position, folder) is { } paths)
            return paths;
        var begin = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        // What follows the caret is half a word at best, and only spoils the sense of the line.
        var line = code[begin..position];
        var name = QuickParse.GetPartialLongNameEx(line, line.Length - 1);
        var (parsed, checkedCell, _) = session.ParseAndCheckInteraction(code[..position], FSharpOption<bool>.None);
        var found = checkedCell.GetDeclarationListInfo(
            FSharpOption<FSharpParseFileResults>.Some(parsed), code[..begin].Count(c => c == '\n') + 1, line, name, null, null, null);
        var items = found.Items
            .Where(i => i.NameInList.StartsWith(name.PartialIdent, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(i => i.NameInList.StartsWith(name.PartialIdent, StringComparison.Ordinal))
            .ThenBy(i => i.NameInList, StringComparer.OrdinalIgnoreCase)
            .Select(i => new CompletionItem(i.NameInCode, i.Glyph.ToString().ToLowerInvariant()))
            .DistinctBy(i => i.Text)
            .Take(Most);
        return new CompletionList([.. items], position - name.PartialIdent.Length, position);
    }
}
