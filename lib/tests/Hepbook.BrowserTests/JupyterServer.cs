using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hepbook.Jupyter;

namespace Hepbook.BrowserTests;

/// <summary>The classic Notebook (version 6) with our kernel, in a folder of its own, so that nothing of the user's is touched.</summary>
internal sealed class JupyterServer : IDisposable
{
    private const string Program = "jupyter-notebook";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("hepbook-browser-tests-");
    private readonly StringBuilder log = new();
    private readonly string token = Guid.NewGuid().ToString("N");
    private readonly int port = FreePort();
    private readonly Process process;

    public JupyterServer(string repository)
    {
        KernelSpecs.At(Folder("prefix")).Install(KernelSpecs.InteractiveName);
        var start = new ProcessStartInfo(
            Program,
            [
                "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--NotebookApp.port_retries=0", $"--NotebookApp.token={token}",
                "--NotebookApp.quit_button=False", $"--notebook-dir={Folder("notebooks")}",
            ])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["JUPYTER_PATH"] = Path.Combine(Folder("prefix"), "share", "jupyter");
        start.Environment["JUPYTER_DATA_DIR"] = Folder("data");
        start.Environment["JUPYTER_CONFIG_DIR"] = Folder("config");
        start.Environment["JUPYTER_RUNTIME_DIR"] = Folder("runtime");
        start.Environment["HEPBAYES_DATA"] = Path.Combine(repository, "data");
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => Note(e.Data);
        process.ErrorDataReceived += (_, e) => Note(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Why these tests cannot run here; null if they can.</summary>
    public static string? Missing()
    {
        try
        {
            using var asked = Process.Start(new ProcessStartInfo(Program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var version = asked.StandardOutput.ReadToEnd().Trim();
            asked.WaitForExit();
            return version.StartsWith("6.", StringComparison.Ordinal) ? null : $"'{Program}' is version '{version}'; the classic Notebook is version 6.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"'{Program}' is not installed (Debian: apt-get install jupyter-notebook).";
        }
    }

    /// <summary>What the server wrote.</summary>
    public string Log
    {
        get
        {
            lock (log)
                return log.ToString();
        }
    }

    /// <summary>Puts a notebook into the server's folder.</summary>
    /// <returns>Its address.</returns>
    public string Add(string name, string json)
    {
        File.WriteAllText(Path.Combine(Folder("notebooks"), name), json);
        return $"http://127.0.0.1:{port}/notebooks/{name}?token={token}";
    }

    /// <summary>Waits until the server listens.</summary>
    public async Task StartedAsync()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience && !process.HasExited)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        Assert.Fail($"The Notebook server did not start. It wrote: {Log}");
    }

    /// <summary>Ends the server without letting it end its kernels.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        home.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Folder(string name) => home.CreateSubdirectory(name).FullName;

    private void Note(string? line)
    {
        lock (log)
            log.AppendLine(line);
    }
}
