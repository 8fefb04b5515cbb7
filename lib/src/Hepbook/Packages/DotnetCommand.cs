using System.Diagnostics;
using System.Text;

namespace Hepbook.Packages;

/// <summary>Runs <c>dotnet</c> and waits for it, but not for ever.</summary>
internal static class DotnetCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="limit">The longest it may take.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <param name="arguments">What it is told.</param>
    /// <returns>Its exit code and what it wrote; no code if the time was up.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<(int? Code, string Output)> RunAsync(string folder, TimeSpan limit, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in new[] { ("DOTNET_CLI_UI_LANGUAGE", "en"), ("DOTNET_NOLOGO", "1"), ("MSBUILDDISABLENODEREUSE", "1"), ("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "2") })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var written = new StringBuilder();
        DataReceivedEventHandler collect = (_, e) =>
        {
            lock (written)
                written.AppendLine(e.Data);
        };
        process.OutputDataReceived += collect;
        process.ErrorDataReceived += collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return (null, Text());
        }

        return (process.ExitCode, Text());

        string Text()
        {
            lock (written)
                return written.ToString();
        }
    }
}
