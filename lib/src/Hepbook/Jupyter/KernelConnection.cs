using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hepbook.Jupyter;

/// <summary>Sends messages in the name of the kernel, each tied to the request that it belongs to.</summary>
/// <param name="send">Hands a message to a socket.</param>
internal sealed class KernelConnection(Action<KernelChannel, KernelMessage> send)
{
    /// <summary>The version of the protocol.</summary>
    public const string ProtocolVersion = "5.4";

    private readonly string session = Guid.NewGuid().ToString();

    /// <summary>Answers a request to the one who made it.</summary>
    /// <param name="channel">The channel of the request.</param>
    /// <param name="request">The request.</param>
    /// <param name="type">The answer's kind.</param>
    /// <param name="content">The answer.</param>
    public void Reply(KernelChannel channel, KernelMessage request, string type, JsonObject content) =>
        send(channel, Create(request, type, content, request.Identities));

    /// <summary>Tells everybody.</summary>
    /// <param name="request">What it belongs to; null for nothing.</param>
    /// <param name="type">The message's kind.</param>
    /// <param name="content">The message.</param>
    public void Publish(KernelMessage? request, string type, JsonObject content) =>
        send(KernelChannel.Iopub, Create(request, type, content, [Encoding.ASCII.GetBytes($"kernel.{session}.{type}")]));

    /// <summary>Tells everybody what the kernel does.</summary>
    /// <param name="request">Because of which request; null for none.</param>
    /// <param name="state"><c>starting</c>, <c>busy</c> or <c>idle</c>.</param>
    public void PublishState(KernelMessage? request, string state) => Publish(request, "status", new JsonObject { ["execution_state"] = state });

    private KernelMessage Create(KernelMessage? request, string type, JsonObject content, IReadOnlyList<byte[]> identities) => new()
    {
        Identities = identities,
        Header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["msg_type"] = type,
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            ["version"] = ProtocolVersion,
        },
        ParentHeader = request?.Header.DeepClone().AsObject() ?? [],
        Content = content,
    };
}
