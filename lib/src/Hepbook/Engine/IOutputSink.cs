namespace Hepbook.Engine;

/// <summary>
/// Receives what a running cell shows, in order and from any thread. A notebook collects it; a Jupyter kernel sends it on.
/// </summary>
internal interface IOutputSink
{
    /// <summary>Text written to the console.</summary>
    void Stream(OutputStream stream, string text);

    /// <summary>A new output with its own identity.</summary>
    void Display(string displayId, IReadOnlyDictionary<string, string> data);

    /// <summary>New content for an earlier output; ignored where the identity is unknown.</summary>
    void UpdateDisplay(string displayId, IReadOnlyDictionary<string, string> data);

    /// <summary>Removes the outputs so far.</summary>
    /// <param name="wait">Whether they stay until the next output comes, so that nothing flickers.</param>
    void Clear(bool wait);

    /// <summary>The value of the cell's last expression.</summary>
    void Result(IReadOnlyDictionary<string, string> data);

    /// <summary>The error that ended the cell.</summary>
    void Error(CellError error);

    /// <summary>A transient line about progress.</summary>
    void Status(string line);
}
