using System.Text.Json.Nodes;

namespace Hepbook.Jupyter;

/// <summary>
/// Comms let extensions of a front end talk to a partner in the kernel. There is none here, and a front end that looks for
/// one is told so.
/// </summary>
/// <param name="connection">Sends the refusals.</param>
internal sealed class CommRequests(KernelConnection connection) : IRequestHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types => ["comm_info_request", "comm_open", "comm_msg", "comm_close"];

    /// <inheritdoc/>
    public Task<JsonObject?> HandleAsync(KernelMessage request)
    {
        if (request.Type == "comm_info_request")
            return Task.FromResult<JsonObject?>(new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() });
        if (request.Type == "comm_open")
            connection.Publish(request, "comm_close", new JsonObject { ["comm_id"] = request.Content.Text("comm_id"), ["data"] = new JsonObject() });
        return Task.FromResult<JsonObject?>(null);
    }
}
