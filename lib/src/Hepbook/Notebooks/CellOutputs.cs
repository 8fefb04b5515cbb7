using System.Text;
using System.Text.Json.Nodes;
using Hepbook.Engine;

namespace Hepbook.Notebooks;

/// <summary>
/// Collects the outputs of one cell in the order they came. Consecutive writes to one stream become one output; text
/// and displays beyond a limit are left out with a notice. Nothing is taken after <see cref="Close"/>.
/// </summary>
internal sealed class CellOutputs : IOutputSink
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private readonly int executionCount;
    private readonly Action<string>? onStatus;
    private readonly OutputBudget budget = new();
    private bool clearNext;
    private bool closed;

    /// <summary>Starts with no outputs.</summary>
    /// <param name="executionCount">The number of the execution, stored with the result.</param>
    /// <param name="onStatus">Receives status lines; they are not stored.</param>
    public CellOutputs(int executionCount, Action<string>? onStatus = null)
    {
        this.executionCount = executionCount;
        this.onStatus = onStatus;
    }

    /// <inheritdoc/>
    public void Stream(OutputStream stream, string text)
    {
        lock (gate)
        {
            if (!closed && budget.Take(text) is { Length: > 0 } kept)
            {
                ClearIfDue();
                StreamBuilder(stream).Append(kept);
            }
        }
    }

    /// <inheritdoc/>
    public void Display(string displayId, IReadOnlyDictionary<string, string> data) => AddData("display_data", displayId, data);

    /// <inheritdoc/>
    public void Result(IReadOnlyDictionary<string, string> data) => AddData("execute_result", null, data);

    /// <inheritdoc/>
    public void UpdateDisplay(string displayId, IReadOnlyDictionary<string, string> data)
    {
        lock (gate)
        {
            if (!closed && entries.FindIndex(e => e.DisplayId == displayId) is >= 0 and var index)
                entries[index] = entries[index] with { Data = data };
        }
    }

    /// <inheritdoc/>
    public void Clear(bool wait)
    {
        lock (gate)
        {
            clearNext = true;
            if (!wait && !closed)
                ClearIfDue();
        }
    }

    /// <inheritdoc/>
    public void Error(CellError error)
    {
        lock (gate)
        {
            if (!closed)
                entries.Add(new Entry("error", null, null, null, error));
        }
    }

    /// <inheritdoc/>
    public void Status(string line)
    {
        lock (gate)
        {
            if (!closed)
                onStatus?.Invoke(line);
        }
    }

    /// <summary>Ends the collection: what a runaway thread still shows is ignored.</summary>
    /// <returns>The outputs as nbformat describes them.</returns>
    public JsonArray Close()
    {
        lock (gate)
        {
            closed = true;
            return [.. entries.Select(ToJson)];
        }
    }

    private void AddData(string kind, string? displayId, IReadOnlyDictionary<string, string> data)
    {
        lock (gate)
        {
            if (closed)
                return;
            data = budget.Take(data);
            ClearIfDue();
            entries.Add(new Entry(kind, displayId, data, null, null));
        }
    }

    private void ClearIfDue()
    {
        if (clearNext)
            entries.Clear();
        clearNext = false;
    }

    private StringBuilder StreamBuilder(OutputStream stream)
    {
        var name = stream == OutputStream.Out ? "stdout" : "stderr";
        if (entries.Count == 0 || entries[^1].Kind != name)
            entries.Add(new Entry(name, null, null, new StringBuilder(), null));
        return entries[^1].Text!;
    }

    private JsonObject ToJson(Entry entry)
    {
        if (entry.Text is not null)
            return new JsonObject { ["name"] = entry.Kind, ["output_type"] = "stream", ["text"] = MultilineText.ToJson(AsOnScreen(entry.Text.ToString())) };
        if (entry.Error is { } error)
        {
            var traceback = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]);
            return new JsonObject { ["ename"] = error.Name, ["evalue"] = error.Message, ["output_type"] = "error", ["traceback"] = traceback };
        }

        var output = new JsonObject { ["data"] = OutputData.ToJson(entry.Data!), ["metadata"] = new JsonObject(), ["output_type"] = entry.Kind };
        if (entry.Kind == "execute_result")
            output["execution_count"] = executionCount;
        return output;
    }

    // A progress bar that rewrites its line with carriage returns leaves what a terminal would show at the end.
    private static string AsOnScreen(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (!text.Contains('\r', StringComparison.Ordinal))
            return text;
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).Select(line => line[(line.LastIndexOf('\r') + 1)..]);
        return string.Join('\n', lines);
    }

    private sealed record Entry(string Kind, string? DisplayId, IReadOnlyDictionary<string, string>? Data, StringBuilder? Text, CellError? Error);
}
