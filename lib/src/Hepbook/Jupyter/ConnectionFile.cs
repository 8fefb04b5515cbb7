using System.Net;
using System.Text.Json;

namespace Hepbook.Jupyter;

/// <summary>Where a front end wants the kernel to listen, and the key that signs the messages.</summary>
internal sealed record ConnectionFile
{
    /// <summary>The address; one of this computer only.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The ports of shell, control, stdin and iopub, by channel.</summary>
    public required IReadOnlyDictionary<KernelChannel, int> Ports { get; init; }

    /// <summary>The port of the heartbeat.</summary>
    public required int HeartbeatPort { get; init; }

    /// <summary>The key; not empty.</summary>
    public required string Key { get; init; }

    /// <summary>Reads a file as Jupyter writes it.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or asks for what is not safe or not possible.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            return Parse(json.RootElement, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new UserErrorException($"'{path}' is no connection file: {e.Message} Front ends write this file; 'hepbook kernel install' makes the kernel known to them.", e);
        }
    }

    private static ConnectionFile Parse(JsonElement json, string path)
    {
        string Text(string name) => json.GetProperty(name).GetString() ?? "";
        int Port(string name) => json.GetProperty(name).GetInt32() is > 0 and <= IPEndPoint.MaxPort and var port ? port : throw new FormatException($"'{name}' is no port.");

        if (Text("transport") != "tcp")
            throw new UserErrorException($"{path}: transport '{Text("transport")}': only 'tcp' is supported.");
        if (Text("signature_scheme") != MessageSigner.Scheme)
            throw new UserErrorException($"{path}: signature_scheme '{Text("signature_scheme")}': only '{MessageSigner.Scheme}' is supported.");
        if (Text("key").Length == 0)
            throw new UserErrorException($"{path}: the key is empty: every user of this computer could run code. Configure the front end to sign its messages.");
        var ip = Text("ip");
        var address = ip == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(ip, out var parsed) ? parsed : throw new FormatException($"'{ip}' is no address.");
        if (!IPAddress.IsLoopback(address))
            throw new UserErrorException($"{path}: ip '{ip}': the kernel listens on this computer only (127.0.0.1). To work from another computer, use an SSH tunnel or a Jupyter server.");
        return new ConnectionFile
        {
            Address = address,
            Ports = new Dictionary<KernelChannel, int>
            {
                [KernelChannel.Shell] = Port("shell_port"),
                [KernelChannel.Control] = Port("control_port"),
                [KernelChannel.Stdin] = Port("stdin_port"),
                [KernelChannel.Iopub] = Port("iopub_port"),
            },
            HeartbeatPort = Port("hb_port"),
            Key = Text("key"),
        };
    }
}
