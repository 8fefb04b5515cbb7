using System.Text.Json.Nodes;
using Hepbook.Assistance;
using Hepbook.Engine;

namespace Hepbook.Jupyter;

/// <summary>Helps while a cell is typed: completion, inspection, and whether it is finished.</summary>
/// <param name="session">The notebook.</param>
internal sealed class AssistanceRequests(NotebookSession session) : IRequestHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types => ["complete_request", "inspect_request", "is_complete_request"];

    /// <inheritdoc/>
    public Task<JsonObject?> HandleAsync(KernelMessage request)
    {
        var code = request.Content.Text("code");
        // The protocol counts characters, .NET counts UTF-16 units.
        var position = CodePoints.ToUnits(code, request.Content.Number("cursor_pos", int.MaxValue));
        return Task.FromResult<JsonObject?>(request.Type switch
        {
            "complete_request" => Complete(code, position),
            "inspect_request" => Inspect(code, position, request.Content.Number("detail_level", 0) > 0),
            _ => Finished(code),
        });
    }

    private JsonObject Complete(string code, int position)
    {
        var list = session.Complete(code, position);
        var (start, end) = (CodePoints.FromUnits(code, list.Start), CodePoints.FromUnits(code, list.End));
        JsonNode[] typed = [.. list.Items.Select(i => new JsonObject { ["text"] = i.Text, ["type"] = i.Kind, ["start"] = start, ["end"] = end })];
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. list.Items.Select(i => JsonValue.Create(i.Text))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject { ["_jupyter_types_experimental"] = new JsonArray(typed) },
        };
    }

    private JsonObject Inspect(string code, int position, bool detailed)
    {
        var found = session.Inspect(code, position);
        var data = found is null ? [] : new JsonObject { ["text/plain"] = found.ToText(detailed), ["text/markdown"] = found.ToMarkdown(detailed) };
        return new JsonObject { ["status"] = "ok", ["found"] = found is not null, ["data"] = data, ["metadata"] = new JsonObject() };
    }

    private JsonObject Finished(string code)
    {
        var completeness = session.CompletenessOf(code);
        var reply = new JsonObject { ["status"] = completeness.ToString().ToLowerInvariant() };
        if (completeness == Completeness.Incomplete)
            reply["indent"] = new string(' ', 4 * Math.Max(0, code.Count(c => c == '{') - code.Count(c => c == '}')));
        return reply;
    }
}
