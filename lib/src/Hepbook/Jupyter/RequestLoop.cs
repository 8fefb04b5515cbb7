using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Hepbook.Jupyter;

/// <summary>Answers the requests of one channel, one after another; says <c>busy</c> before and <c>idle</c> after each.</summary>
internal sealed class RequestLoop
{
    private readonly Channel<(KernelMessage Request, long Number)> waiting = Channel.CreateUnbounded<(KernelMessage, long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly KernelChannel channel;
    private readonly KernelConnection connection;
    private readonly Dictionary<string, IRequestHandler> handlers;
    private readonly Action<string> log;
    private long received;
    private long abortedUntil;

    /// <summary>Makes a loop; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="channel">The channel it answers on.</param>
    /// <param name="connection">Sends the answers.</param>
    /// <param name="handlers">Who answers what.</param>
    /// <param name="log">Told about requests that nobody answers.</param>
    public RequestLoop(KernelChannel channel, KernelConnection connection, IEnumerable<IRequestHandler> handlers, Action<string> log)
    {
        (this.channel, this.connection, this.log) = (channel, connection, log);
        this.handlers = handlers.SelectMany(h => h.Types.Select(t => (Type: t, Handler: h))).ToDictionary(p => p.Type, p => p.Handler);
    }

    /// <summary>Takes a request in; from any thread.</summary>
    public void Add(KernelMessage request) => waiting.Writer.TryWrite((request, Interlocked.Increment(ref received)));

    /// <summary>The executions that wait now are not done: what they build on has failed.</summary>
    public void AbortWaitingExecutions() => Volatile.Write(ref abortedUntil, Volatile.Read(ref received));

    /// <summary>Answers until the process ends.</summary>
    public async Task RunAsync()
    {
        await foreach (var (request, number) in waiting.Reader.ReadAllAsync().ConfigureAwait(false))
            await AnswerAsync(request, number).ConfigureAwait(false);
    }

    private async Task AnswerAsync(KernelMessage request, long number)
    {
        if (!handlers.TryGetValue(request.Type, out var handler))
        {
            log($"a message of the unknown type '{request.Type}' on {channel} was ignored.");
            return;
        }

        connection.PublishState(request, "busy");
        if (await ContentAsync(handler, request, number).ConfigureAwait(false) is { } content)
            connection.Reply(channel, request, request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content);
        connection.PublishState(request, "idle");
    }

    private async Task<JsonObject?> ContentAsync(IRequestHandler handler, KernelMessage request, long number)
    {
        if (request.Type == "execute_request" && number <= Volatile.Read(ref abortedUntil))
            return new JsonObject { ["status"] = "aborted" };
        try
        {
            return await handler.HandleAsync(request).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever a request does to one of us, the next one must be answered.
            log($"a message of the type '{request.Type}' failed: {(e is FormatException ? e.Message : e)}");
            return new JsonObject { ["status"] = "error", ["ename"] = e.GetType().Name, ["evalue"] = e.Message, ["traceback"] = new JsonArray() };
        }
    }
}
