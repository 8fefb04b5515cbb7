namespace Hepbook.Hosting;

/// <summary>The display functions written after the value: <c>value.Display()</c>.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value as an output of the running cell.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeType">The only MIME type to show; null shows every preferred one.</param>
    /// <returns>The output, ready to be replaced.</returns>
    public static DisplayedValue Display(this object? value, string? mimeType = null) => NotebookFunctions.display(value, mimeType);

    /// <summary>Shows text in a given MIME type as it is, for example ready-made HTML or SVG.</summary>
    /// <param name="text">The content.</param>
    /// <param name="mimeType">Its MIME type.</param>
    /// <returns>The output, ready to be replaced.</returns>
    public static DisplayedValue DisplayAs(this string text, string mimeType) => NotebookFunctions.display(text, mimeType);
}
