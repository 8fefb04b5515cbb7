namespace Hepbook.Hosting;

/// <summary>One displayed output of a cell, which can be replaced later.</summary>
public interface IDisplayHandle
{
    /// <summary>Replaces the output; only the last content is stored in the notebook.</summary>
    /// <param name="mimeBundle">MIME type to text; JSON types carry JSON text, binary images base64.</param>
    void Update(IReadOnlyDictionary<string, string> mimeBundle);
}
