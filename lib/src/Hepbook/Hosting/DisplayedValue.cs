using Hepbook.Engine;

namespace Hepbook.Hosting;

/// <summary>What <c>display(value)</c> returns: the output, ready to be replaced.</summary>
public sealed class DisplayedValue
{
    private readonly IDisplayHandle handle;
    private readonly string? mimeType;

    internal DisplayedValue(IDisplayHandle handle, string? mimeType)
    {
        this.handle = handle;
        this.mimeType = mimeType;
    }

    /// <summary>Replaces the output by another value, in the same MIME type where one was asked for.</summary>
    /// <param name="value">The value to show.</param>
    public void Update(object? value) => handle.Update(MimeFormatter.Format(value, mimeType));
}
