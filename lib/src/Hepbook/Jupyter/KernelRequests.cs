using System.Reflection;
using System.Text.Json.Nodes;

namespace Hepbook.Jupyter;

/// <summary>What the kernel is, and its interruption and end.</summary>
/// <param name="connection">Sends.</param>
/// <param name="interrupts">Stops the running cell.</param>
/// <param name="onShutdown">Called when the kernel has to end, once the reply is on its way.</param>
internal sealed class KernelRequests(KernelConnection connection, Interrupts interrupts, Action onShutdown) : IRequestHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types => ["kernel_info_request", "interrupt_request", "shutdown_request"];

    /// <inheritdoc/>
    public Task<JsonObject?> HandleAsync(KernelMessage request)
    {
        switch (request.Type)
        {
            case "kernel_info_request":
                return Task.FromResult<JsonObject?>(Info());
            case "interrupt_request":
                interrupts.Interrupt();
                return Task.FromResult<JsonObject?>(new JsonObject { ["status"] = "ok" });
            default:
                var reply = new JsonObject { ["status"] = "ok", ["restart"] = request.Content.Flag("restart", false) };
                connection.Publish(request, "shutdown_reply", reply.DeepClone().AsObject());
                onShutdown();
                return Task.FromResult<JsonObject?>(reply);
        }
    }

    private static JsonObject Info()
    {
        var version = typeof(KernelRequests).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
        return new JsonObject
        {
            ["status"] = "ok",
            ["protocol_version"] = KernelConnection.ProtocolVersion,
            ["implementation"] = "hepbook",
            ["implementation_version"] = version,
            ["banner"] = $"Hepbook {version}: C# on .NET {Environment.Version}",
            ["debugger"] = false,
            ["help_links"] = new JsonArray(),
            ["language_info"] = new JsonObject
            {
                ["name"] = "C#",
                ["version"] = "14.0",
                ["mimetype"] = "text/x-csharp",
                ["file_extension"] = ".cs",
                ["pygments_lexer"] = "csharp",
                ["codemirror_mode"] = "text/x-csharp",
            },
        };
    }
}
