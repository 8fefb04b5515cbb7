using System.Text.Json.Nodes;
using Hepbook.Engine;
using Hepbook.Notebooks;

namespace Hepbook.Jupyter;

/// <summary>Runs cells.</summary>
/// <param name="session">The notebook.</param>
/// <param name="connection">Sends the outputs.</param>
/// <param name="interrupts">Stops the cells.</param>
/// <param name="input">Answers what they ask.</param>
/// <param name="history">Remembers them.</param>
/// <param name="onFailure">Called when a cell failed and those that wait must not run.</param>
/// <param name="onStuck">Called when a cell did not stop even by force: the process is of no more use.</param>
internal sealed class ExecutionRequests(
    NotebookSession session, KernelConnection connection, Interrupts interrupts, UserInput input, ExecutionHistory history, Action onFailure, Action onStuck) : IRequestHandler
{
    // A step of a long calculation may take this long; what cannot know that it should stop need not be waited for.
    private static readonly CellLimits Limits = new()
    {
        Grace = TimeSpan.FromSeconds(10),
        GraceWithoutToken = TimeSpan.FromSeconds(1),
        Force = TimeSpan.FromSeconds(5),
    };

    private int count;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types => ["execute_request"];

    /// <inheritdoc/>
    public async Task<JsonObject?> HandleAsync(KernelMessage request)
    {
        var content = request.Content;
        var code = content.Text("code");
        var silent = content.Flag("silent", false);
        var stored = !silent && content.Flag("store_history", true);
        var number = stored ? ++count : count + 1;
        if (!silent)
            connection.Publish(request, "execute_input", new JsonObject { ["code"] = code, ["execution_count"] = number });

        var sink = new FrontEndSink(connection, request, number);
        using var stop = interrupts.Begin();
        var limits = Limits with { Interrupt = stop.Interrupt, Impatient = stop.Impatient };
        var asker = content.Flag("allow_stdin", true) ? input.For(request, sink) : null;
        var outcome = await session.RunAsync(code, number, silent ? new ResultOnly() : sink, limits, Language(request), asker).ConfigureAwait(false);
        sink.Flush();
        if (stored)
            history.Add(number, code, sink.ResultText);

        // Who interrupts does not want the cells that wait either, also where the running one ended well.
        if (stop.Interrupt.IsCancellationRequested || (outcome.Status != CellStatus.Succeeded && content.Flag("stop_on_error", true)))
            onFailure();
        if (outcome.StillRunning)
            onStuck();
        var reply = outcome.Error is null ? new JsonObject { ["status"] = "ok" } : FrontEndSink.ErrorContent(outcome.Error);
        reply["status"] = outcome.Error is null ? "ok" : "error";
        reply["execution_count"] = number;
        reply["payload"] = new JsonArray();
        reply["user_expressions"] = outcome.Error is null ? await EvaluateAsync(content, number).ConfigureAwait(false) : [];
        return reply;
    }

    // Front ends that keep a language per cell may send it along; others name it on the cell's first line.
    private string Language(KernelMessage request)
    {
        var metadata = request.Metadata;
        var named = (metadata["polyglot_notebook"] as JsonObject)?.TextOrNull("kernelName") ?? (metadata["dotnet_interactive"] as JsonObject)?.TextOrNull("language");
        return named is not null && session.Languages.Contains(named) ? named : NotebookSession.MainLanguage;
    }

    private async Task<JsonObject> EvaluateAsync(JsonObject content, int number)
    {
        var results = new JsonObject();
        if (content["user_expressions"] is not JsonObject expressions)
            return results;
        foreach (var (name, _) in expressions)
        {
            using var stop = interrupts.Begin();
            var sink = new ResultOnly();
            var outcome = await session.RunAsync(expressions.Text(name), number, sink, Limits with { Interrupt = stop.Interrupt, Impatient = stop.Impatient }).ConfigureAwait(false);
            var result = outcome.Error is null
                ? new JsonObject { ["data"] = OutputData.ToMessage(sink.Value ?? MimeFormatter.Format(null)), ["metadata"] = new JsonObject() }
                : FrontEndSink.ErrorContent(outcome.Error);
            result["status"] = outcome.Error is null ? "ok" : "error";
            results[name] = result;
        }

        return results;
    }
}
