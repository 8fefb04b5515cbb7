using System.Diagnostics;

namespace HepBayes.Tests.Support;

/// <summary>Starts the program that kills itself on the way.</summary>
internal static class ResumeProbe
{
    /// <summary>Runs it to its end or its death and returns the exit code.</summary>
    public static async Task<int> Run(params string[] arguments)
    {
        var name = "HepBayes.ResumeProbe" + (OperatingSystem.IsWindows() ? ".exe" : "");
        var built = Path.Combine(AppContext.BaseDirectory, "..", "..", "HepBayes.ResumeProbe", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), name);
        using var process = Process.Start(new ProcessStartInfo(built, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        return process.ExitCode;
    }
}
