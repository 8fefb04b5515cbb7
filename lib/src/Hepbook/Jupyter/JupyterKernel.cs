using Hepbook.Engine;

namespace Hepbook.Jupyter;

/// <summary>A kernel for Jupyter front ends: one notebook session behind five sockets.</summary>
internal static class JupyterKernel
{
    /// <summary>Runs until a front end ends it or is gone.</summary>
    /// <param name="connection">Where to listen.</param>
    /// <param name="signals">Signalled when the process is asked to terminate.</param>
    /// <param name="interrupts">Interrupts from elsewhere than the front end.</param>
    /// <returns>Whether it ended in order; false if a cell could not be stopped and the front end should start a new one.</returns>
    /// <exception cref="UserErrorException">A port is in use.</exception>
    public static async Task<bool> RunAsync(ConnectionFile connection, Interrupts interrupts, CancellationToken signals)
    {
        var log = Console.Error;
        void Log(string text) => log.WriteLine($"hepbook: {text}");

        var end = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = signals.Register(() => end.TrySetResult(true)).ConfigureAwait(false);
        ParentWatch.Start(() => end.TrySetResult(true));

        // The compiler needs most of the time until the first result: it starts before anything else.
        using var session = new NotebookSession(Environment.CurrentDirectory);
        _ = session.StartAsync();
        KernelSockets? sockets = null;
        var sender = new KernelConnection((channel, message) => sockets!.Send(channel, message));
        var input = new UserInput(sender);
        var history = new ExecutionHistory();
        var kernel = new KernelRequests(sender, interrupts, () => end.TrySetResult(true));
        RequestLoop? shell = null;
        var execution = new ExecutionRequests(
            session, sender, interrupts, input, history, onFailure: () => shell!.AbortWaitingExecutions(), onStuck: () => end.TrySetResult(false));
        shell = new RequestLoop(KernelChannel.Shell, sender, [kernel, execution, history, new AssistanceRequests(session), new CommRequests(sender)], Log);
        var control = new RequestLoop(KernelChannel.Control, sender, [kernel], Log);

        sockets = new KernelSockets(connection, Receive, Log);
        sender.PublishState(null, "starting");
        _ = shell.RunAsync();
        _ = control.RunAsync();
        var inOrder = await end.Task.ConfigureAwait(false);
        // The reply and the last states follow the request that ends us.
        await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None).ConfigureAwait(false);
        sockets.Dispose();
        return inOrder;

        void Receive(KernelChannel channel, KernelMessage message)
        {
            switch (channel)
            {
                case KernelChannel.Shell:
                    shell.Add(message);
                    break;
                case KernelChannel.Control:
                    control.Add(message);
                    break;
                default:
                    input.Answer(message);
                    break;
            }
        }
    }
}
