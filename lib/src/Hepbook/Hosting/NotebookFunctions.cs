using System.Diagnostics.CodeAnalysis;
using Hepbook.Engine;
using Microsoft.AspNetCore.Html;

namespace Hepbook.Hosting;

/// <summary>Functions that every cell can call by name, called as in other .NET notebooks.</summary>
[SuppressMessage("Style", "IDE1006", Justification = "Notebooks know these functions by these names.")]
public static class NotebookFunctions
{
    /// <summary>
    /// The exception that ended the last cell that failed; null before. Where a calculation was interrupted it may hold
    /// what was done until then.
    /// </summary>
    public static Exception? lastException { get; internal set; }

    /// <summary>Shows a value as an output of the running cell.</summary>
    /// <param name="value">Any value; formatted by the formatter registered for its type.</param>
    /// <param name="mimeType">The only MIME type to show, for example <c>text/plain</c>; null shows every preferred one.</param>
    /// <returns>The output, ready to be replaced.</returns>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public static DisplayedValue display(object? value, string? mimeType = null)
    {
        var cell = CellContext.Current
            ?? throw new InvalidOperationException("display(...) was called while no cell was running, for example from a thread that outlived its cell.");
        return new DisplayedValue(cell.Display(MimeFormatter.Format(value, mimeType)), mimeType);
    }

    /// <summary>Marks text as HTML, so that displaying it draws it.</summary>
    /// <param name="content">HTML text.</param>
    /// <returns>A value for <c>display</c> or for the last line of a cell.</returns>
    public static IHtmlContent HTML(string content) => new HtmlString(content);
}
