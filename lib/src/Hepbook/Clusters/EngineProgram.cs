using System.ComponentModel;
using System.Diagnostics;

namespace Hepbook.Clusters;

/// <summary>Runs a command of a batch system and waits for it, but not for ever.</summary>
internal static class EngineProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Runs it.</summary>
    /// <param name="program">A name that is looked for in the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What came of it; null if there is no such program.</returns>
    public static EngineReply? Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                return new EngineReply(-1, "", $"{program} did not answer within {Limit.TotalSeconds} s");
            }

            return new EngineReply(process.ExitCode, output.Result, error.Result.Trim());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
