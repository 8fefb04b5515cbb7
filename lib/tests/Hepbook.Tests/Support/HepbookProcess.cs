using System.Diagnostics;

namespace Hepbook.Tests.Support;

/// <summary>The built program in a process of its own.</summary>
internal sealed class HepbookProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    public HepbookProcess(params string[] arguments)
        : this([], arguments)
    {
    }

    public HepbookProcess(Dictionary<string, string> environment, params string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, [typeof(UserErrorException).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HEPBOOK_CHROMIUM"] = "none";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"hepbook did not end within {Patience.TotalSeconds} s. It wrote: {await output} {await error}");
        }

        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => process.Dispose();
}
