using System.Net;
using System.Net.Sockets;
using NetMQ;
using NetMQ.Sockets;

namespace Hepbook.Jupyter;

/// <summary>The kernel's five sockets. All of them live on one thread; messages may be sent from any.</summary>
internal sealed class KernelSockets : IDisposable
{
    // What is still under way when the kernel ends gets this long.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly Dictionary<KernelChannel, NetMQSocket> sockets;
    private readonly RouterSocket heartbeat = new();
    private readonly NetMQQueue<(KernelChannel Channel, KernelMessage Message)> outgoing = new();
    private readonly NetMQPoller poller;
    private readonly MessageCodec codec;
    private readonly Action<KernelChannel, KernelMessage> received;
    private readonly Action<string> refused;

    /// <summary>Binds the sockets and starts to listen.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="received">Called for each message, on the sockets' thread; must return soon.</param>
    /// <param name="refused">Told what is wrong with a message that is not let in.</param>
    /// <exception cref="UserErrorException">A port is in use.</exception>
    public KernelSockets(ConnectionFile connection, Action<KernelChannel, KernelMessage> received, Action<string> refused)
    {
        (this.received, this.refused) = (received, refused);
        codec = new MessageCodec(new MessageSigner(connection.Key));
        sockets = new()
        {
            [KernelChannel.Shell] = new RouterSocket(),
            [KernelChannel.Control] = new RouterSocket(),
            [KernelChannel.Stdin] = new RouterSocket(),
            [KernelChannel.Iopub] = new PublisherSocket(),
        };
        foreach (var (channel, socket) in sockets)
        {
            Bind(socket, connection.Address, connection.Ports[channel]);
            if (channel != KernelChannel.Iopub)
                socket.ReceiveReady += (_, _) => Receive(channel, socket);
        }

        Bind(heartbeat, connection.Address, connection.HeartbeatPort);
        heartbeat.ReceiveReady += (_, _) => Echo();
        outgoing.ReceiveReady += (_, _) => SendWaiting();
        poller = [.. sockets.Values.Where(s => s is not PublisherSocket), heartbeat, outgoing];
        poller.RunAsync("jupyter", isBackgroundThread: true);
    }

    /// <summary>Sends a message; messages keep their order.</summary>
    public void Send(KernelChannel channel, KernelMessage message) => outgoing.Enqueue((channel, message));

    /// <summary>Sends what is waiting and closes.</summary>
    public void Dispose()
    {
        poller.StopAsync();
        SpinWait.SpinUntil(() => !poller.IsRunning, Linger);
        SendWaiting();
        poller.Dispose();
        outgoing.Dispose();
        heartbeat.Dispose();
        foreach (var socket in sockets.Values)
            socket.Dispose();
        NetMQConfig.Cleanup(block: true);
    }

    private static void Bind(NetMQSocket socket, IPAddress address, int port)
    {
        socket.Options.Linger = Linger;
        // A front end that is slow loses nothing: each cell's output is limited already.
        socket.Options.SendHighWatermark = 0;
        socket.Options.ReceiveHighWatermark = 0;
        socket.Options.IPv4Only = address.AddressFamily == AddressFamily.InterNetwork;
        try
        {
            socket.Bind($"tcp://{new IPEndPoint(address, port)}");
        }
        catch (NetMQException e)
        {
            throw new UserErrorException($"port {port} of {address} cannot be used: {e.Message} Start the kernel again; the front end then chooses other ports.", e);
        }
    }

    private void Receive(KernelChannel channel, NetMQSocket socket)
    {
        var frames = new NetMQMessage();
        if (!socket.TryReceiveMultipartMessage(ref frames!))
            return;
        try
        {
            received(channel, codec.Decode([.. frames.Select(f => f.ToByteArray())]));
        }
        catch (FormatException e)
        {
            refused($"a message on {channel} was refused: {e.Message}");
        }
    }

    private void Echo()
    {
        var frames = new NetMQMessage();
        if (heartbeat.TryReceiveMultipartMessage(ref frames!))
            heartbeat.TrySendMultipartMessage(frames);
    }

    private void SendWaiting()
    {
        while (outgoing.TryDequeue(out var item, TimeSpan.Zero))
            sockets[item.Channel].TrySendMultipartMessage(new NetMQMessage(codec.Encode(item.Message)));
    }
}
