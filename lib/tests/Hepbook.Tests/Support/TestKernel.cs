using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Hepbook.Jupyter;
using NetMQ;
using NetMQ.Sockets;

namespace Hepbook.Tests.Support;

/// <summary>A kernel in a process of its own, and a front end for it.</summary>
public sealed class TestKernel : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly DealerSocket shell;
    private readonly DealerSocket control;
    private readonly DealerSocket stdin;
    private readonly SubscriberSocket iopub = new();
    private readonly MessageCodec codec;
    private readonly StringBuilder log = new();

    public TestKernel()
    {
        var file = ConnectionFile(folder, out var ports, out var key);
        codec = new MessageCodec(new MessageSigner(key));
        Process = Start(file);
        Process.ErrorDataReceived += (_, e) =>
        {
            lock (log)
                log.AppendLine(e.Data);
        };
        Process.BeginErrorReadLine();
        var identity = Guid.NewGuid().ToByteArray();
        (shell, control, stdin) = (Dealer(identity, ports[0]), Dealer(identity, ports[1]), Dealer(identity, ports[2]));
        Ports = ports;
        iopub.SubscribeToAnyTopic();
        iopub.Connect($"tcp://127.0.0.1:{ports[3]}");
        AwaitSubscription();
    }

    public Process Process { get; }

    public IReadOnlyList<int> Ports { get; }

    public string Log
    {
        get
        {
            lock (log)
                return log.ToString();
        }
    }

    public static string ConnectionFile(TemporaryFolder folder, out int[] ports, out string key)
    {
        ports = FreePorts(5);
        key = Guid.NewGuid().ToString();
        return folder.Write("connection.json", $$"""
            {"transport": "tcp", "ip": "127.0.0.1", "shell_port": {{ports[0]}}, "control_port": {{ports[1]}}, "stdin_port": {{ports[2]}},
             "iopub_port": {{ports[3]}}, "hb_port": {{ports[4]}}, "signature_scheme": "hmac-sha256", "key": "{{key}}"}
            """);
    }

    /// <summary>Sends frames as they are, right or wrong.</summary>
    public void SendFrames(params byte[][] frames) => shell.SendMultipartMessage(new NetMQMessage(frames));

    /// <summary>Sends a request and returns its message id.</summary>
    public string Send(string type, JsonObject content, bool onControl = false, string? parent = null)
    {
        var id = Guid.NewGuid().ToString();
        var message = new KernelMessage { Header = Header(id, type), Content = content, ParentHeader = parent is null ? [] : new JsonObject { ["msg_id"] = parent } };
        var socket = type == "input_reply" ? stdin : onControl ? control : shell;
        socket.SendMultipartMessage(new NetMQMessage(codec.Encode(message)));
        return id;
    }

    /// <summary>Frames of a request, for tests that spoil them.</summary>
    public byte[][] Frames(string type, JsonObject content) => [.. codec.Encode(new KernelMessage { Header = Header(Guid.NewGuid().ToString(), type), Content = content })];

    /// <summary>The reply to a request on shell or control.</summary>
    public JsonObject Reply(string id, bool onControl = false)
    {
        while (true)
        {
            var message = Receive(onControl ? control : shell);
            if (message.ParentHeader["msg_id"]?.ToString() == id)
                return message.Content;
        }
    }

    public JsonObject Request(string type, JsonObject content, bool onControl = false) => Reply(Send(type, content, onControl), onControl);

    /// <summary>The next question of a cell.</summary>
    public void AwaitQuestion() => Assert.Equal("input_request", Receive(stdin).Type);

    /// <summary>What is published for a request, from the first state to idle.</summary>
    public List<(string Type, JsonObject Content)> Published(string id)
    {
        var found = new List<(string, JsonObject)>();
        while (true)
        {
            var message = Receive(iopub);
            if (message.ParentHeader["msg_id"]?.ToString() != id)
                continue;
            found.Add((message.Type, message.Content));
            if (message.Type == "status" && message.Content["execution_state"]!.ToString() == "idle")
                return found;
        }
    }

    /// <summary>The next message of a kind that belongs to a request.</summary>
    public JsonObject AwaitPublished(string id, string type)
    {
        while (true)
        {
            var message = Receive(iopub);
            if (message.ParentHeader["msg_id"]?.ToString() == id && message.Type == type)
                return message.Content;
        }
    }

    /// <summary>Runs a cell; the outputs are without states and the echo of the input.</summary>
    public (JsonObject Reply, List<(string Type, JsonObject Content)> Outputs) Run(string code, JsonObject? more = null)
    {
        var id = Send("execute_request", Execution(code, more));
        var outputs = Published(id).Where(m => m.Item1 is not ("status" or "execute_input")).ToList();
        return (Reply(id), outputs);
    }

    public string Value(string code) =>
        Run(code) is { Outputs: [.., ("execute_result", var content)] } ? content["data"]!["text/plain"]!.ToString() : throw new InvalidOperationException($"'{code}' has no value. {Log}");

    public static JsonObject Execution(string code, JsonObject? more = null)
    {
        var content = new JsonObject { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["user_expressions"] = new JsonObject(), ["allow_stdin"] = true, ["stop_on_error"] = true };
        foreach (var (name, value) in more ?? [])
            content[name] = value?.DeepClone();
        return content;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill();
        Process.Dispose();
        foreach (var socket in new NetMQSocket[] { shell, control, stdin, iopub })
        {
            socket.Options.Linger = TimeSpan.Zero;
            socket.Dispose();
        }

        NetMQConfig.Cleanup(block: false);
        folder.Dispose();
    }

    public static Process Start(string file)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return Process.Start(new ProcessStartInfo(dotnet, [typeof(UserErrorException).Assembly.Location, "kernel", "run", file]) { RedirectStandardError = true })!;
    }

    private static JsonObject Header(string id, string type) => new()
    {
        ["msg_id"] = id,
        ["msg_type"] = type,
        ["session"] = "test",
        ["username"] = "test",
        ["date"] = DateTime.UtcNow.ToString("O"),
        ["version"] = "5.4",
    };

    private static DealerSocket Dealer(byte[] identity, int port)
    {
        var socket = new DealerSocket();
        socket.Options.Identity = identity;
        socket.Connect($"tcp://127.0.0.1:{port}");
        return socket;
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Stop();
        return ports;
    }

    private KernelMessage Receive(NetMQSocket socket)
    {
        var frames = new NetMQMessage();
        if (!socket.TryReceiveMultipartMessage(Patience, ref frames!))
            Assert.Fail($"The kernel sent nothing for {Patience.TotalSeconds} s. Its log: {Log}");
        return codec.Decode([.. frames.Select(f => f.ToByteArray())]);
    }

    // What is published before a subscription has arrived is lost: ask until the answer is heard.
    private void AwaitSubscription()
    {
        var frames = new NetMQMessage();
        var tries = 0;
        do
            Request("kernel_info_request", []);
        while (!iopub.TryReceiveMultipartMessage(TimeSpan.FromMilliseconds(200), ref frames!) && ++tries < 100);
    }
}
