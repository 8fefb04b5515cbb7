using System.Text.Json.Nodes;
using Hepbook.Engine;

namespace Hepbook.Jupyter;

/// <summary>Asks the user who sits before a front end.</summary>
/// <param name="connection">Sends the questions.</param>
internal sealed class UserInput(KernelConnection connection)
{
    // What a front end sends for Ctrl-D.
    private const string EndOfInput = "\u0004";

    private readonly Lock asking = new();
    private TaskCompletionSource<string?>? pending;

    /// <summary>Who answers a request's questions.</summary>
    /// <param name="request">The request that runs the cell.</param>
    /// <param name="sink">The cell's outputs: what was written before must be read first.</param>
    public ICellInput For(KernelMessage request, FrontEndSink sink) => new Asker(this, request, sink);

    /// <summary>Takes an answer in; one that nobody waits for is dropped.</summary>
    public void Answer(KernelMessage reply) => Volatile.Read(ref pending)?.TrySetResult(reply.Content.TextOrNull("value"));

    private string? Ask(KernelMessage request, CancellationToken cancellationToken)
    {
        lock (asking)
        {
            var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref pending, answer);
            try
            {
                connection.Reply(KernelChannel.Stdin, request, "input_request", new JsonObject { ["prompt"] = "", ["password"] = false });
                answer.Task.Wait(cancellationToken);
                return answer.Task.Result == EndOfInput ? null : answer.Task.Result;
            }
            finally
            {
                Volatile.Write(ref pending, null);
            }
        }
    }

    private sealed class Asker(UserInput owner, KernelMessage request, FrontEndSink sink) : ICellInput
    {
        public string? ReadLine(CancellationToken cancellationToken)
        {
            sink.Flush();
            return owner.Ask(request, cancellationToken);
        }
    }
}
