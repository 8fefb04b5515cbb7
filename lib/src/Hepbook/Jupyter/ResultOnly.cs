using Hepbook.Engine;

namespace Hepbook.Jupyter;

/// <summary>Keeps the value or the error of an execution and shows nothing: for silent requests and for expressions.</summary>
internal sealed class ResultOnly : IOutputSink
{
    /// <summary>The value; null if there is none.</summary>
    public IReadOnlyDictionary<string, string>? Value { get; private set; }

    /// <inheritdoc/>
    public void Stream(OutputStream stream, string text)
    {
    }

    /// <inheritdoc/>
    public void Display(string displayId, IReadOnlyDictionary<string, string> data)
    {
    }

    /// <inheritdoc/>
    public void UpdateDisplay(string displayId, IReadOnlyDictionary<string, string> data)
    {
    }

    /// <inheritdoc/>
    public void Clear(bool wait)
    {
    }

    /// <inheritdoc/>
    public void Result(IReadOnlyDictionary<string, string> data) => Value = data;

    /// <inheritdoc/>
    public void Error(CellError error)
    {
    }

    /// <inheritdoc/>
    public void Status(string line)
    {
    }
}
