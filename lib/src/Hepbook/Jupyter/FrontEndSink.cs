using System.Text;
using System.Text.Json.Nodes;
using Hepbook.Engine;
using Hepbook.Notebooks;

namespace Hepbook.Jupyter;

/// <summary>
/// Sends what one cell shows to the front ends, in order and also after the cell has ended. Text is collected for a
/// moment, so that a loop that writes line by line does not make a message of every line.
/// </summary>
/// <param name="connection">Sends.</param>
/// <param name="request">The request that runs the cell.</param>
/// <param name="executionCount">The number of the execution.</param>
internal sealed class FrontEndSink(KernelConnection connection, KernelMessage request, int executionCount) : IOutputSink
{
    private const int MostCollected = 16_384;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly OutputBudget budget = new();
    private readonly StringBuilder collected = new();
    private OutputStream collectedStream;

    /// <summary>The plain text of the cell's result; empty if there is none.</summary>
    public string ResultText { get; private set; } = "";

    /// <inheritdoc/>
    public void Stream(OutputStream stream, string text)
    {
        lock (gate)
        {
            if (budget.Take(text) is not { Length: > 0 } kept)
                return;
            if (stream != collectedStream)
                SendCollected();
            collectedStream = stream;
            if (collected.Length == 0)
                _ = FlushLaterAsync();
            collected.Append(kept);
            if (collected.Length >= MostCollected)
                SendCollected();
        }
    }

    /// <inheritdoc/>
    public void Display(string displayId, IReadOnlyDictionary<string, string> data) => Send("display_data", () => Displayed(displayId, budget.Take(data)));

    /// <inheritdoc/>
    public void UpdateDisplay(string displayId, IReadOnlyDictionary<string, string> data) => Send("update_display_data", () => Displayed(displayId, data));

    /// <inheritdoc/>
    public void Clear(bool wait) => Send("clear_output", () => new JsonObject { ["wait"] = wait });

    /// <inheritdoc/>
    public void Result(IReadOnlyDictionary<string, string> data) => Send("execute_result", () =>
    {
        ResultText = data.GetValueOrDefault("text/plain", "");
        return new JsonObject { ["execution_count"] = executionCount, ["data"] = OutputData.ToMessage(budget.Take(data)), ["metadata"] = new JsonObject() };
    });

    /// <inheritdoc/>
    public void Error(CellError error) => Send("error", () => ErrorContent(error));

    /// <inheritdoc/>
    public void Status(string line)
    {
        // For terminals; front ends show the display that goes with it.
    }

    /// <summary>Sends the text that is still collected.</summary>
    public void Flush()
    {
        lock (gate)
            SendCollected();
    }

    /// <summary>An error as messages carry it.</summary>
    public static JsonObject ErrorContent(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]),
    };

    private static JsonObject Displayed(string displayId, IReadOnlyDictionary<string, string> data) => new()
    {
        ["data"] = OutputData.ToMessage(data),
        ["metadata"] = new JsonObject(),
        ["transient"] = new JsonObject { ["display_id"] = displayId },
    };

    private void Send(string type, Func<JsonObject> content)
    {
        lock (gate)
        {
            SendCollected();
            connection.Publish(request, type, content());
        }
    }

    private async Task FlushLaterAsync()
    {
        await Task.Delay(Moment).ConfigureAwait(false);
        Flush();
    }

    private void SendCollected()
    {
        if (collected.Length == 0)
            return;
        connection.Publish(request, "stream", new JsonObject { ["name"] = collectedStream == OutputStream.Out ? "stdout" : "stderr", ["text"] = collected.ToString() });
        collected.Clear();
    }
}
