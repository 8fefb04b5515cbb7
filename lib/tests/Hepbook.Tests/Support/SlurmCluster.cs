using System.Diagnostics;
using Hepbook.Clusters;

namespace Hepbook.Tests.Support;

/// <summary>A real Slurm of one machine for the tests of a class; they are skipped, with the reason, where it cannot be started.</summary>
public sealed class SlurmCluster : IDisposable
{
    /// <summary>Where this variable is set, a Slurm that cannot be started is an error.</summary>
    private const string Required = "HEPBOOK_TESTS_SLURM";

    private const string Variable = "SLURM_CONF";
    private readonly TemporaryFolder folder = new();
    private readonly string? before = Environment.GetEnvironmentVariable(Variable);
    private readonly string? missing;

    public SlurmCluster()
    {
        missing = !OperatingSystem.IsLinux() ? "Slurm runs on Linux only."
            : Environment.UserName != "root" ? "The node of a Slurm must be started by root."
            : Script("start") is { Code: not 0 } reply ? $"Slurm could not be started (Debian: apt-get install slurm-wlm munge): {reply.Error}"
            : null;
        if (missing is null)
            Environment.SetEnvironmentVariable(Variable, Configuration);
        else if (Environment.GetEnvironmentVariable(Required) is not null)
            Assert.Fail(missing);
    }

    /// <summary>What the commands of Slurm must be told.</summary>
    public Dictionary<string, string> Variables => new() { [Variable] = Configuration };

    private string Configuration => folder.File("slurm.conf");

    /// <summary>Runs a command of Slurm and returns what it wrote.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var reply = EngineProgram.Run(program, arguments);
        Assert.True(reply is { Succeeded: true }, $"{program}: {reply?.Error}");
        return reply!.Output.Trim();
    }

    /// <summary>Skips the test where there is no Slurm.</summary>
    public void SkipIfMissing()
    {
        if (missing is not null)
            Assert.Skip(missing);
    }

    /// <summary>A task that was put back into the queue waits two minutes, for the node may be ill; this one need not.</summary>
    public static async Task ReleaseAsync(string task)
    {
        await Eventually.TrueAsync(() => Run("squeue", "--noheader", "--array", $"--jobs={task}", "--format=%T|%r") == "PENDING|BeginTime");
        Run("scontrol", "update", $"JobId={task}", "StartTime=now");
    }

    public void Dispose()
    {
        if (missing is null)
        {
            Script("stop");
            Environment.SetEnvironmentVariable(Variable, before);
        }

        folder.Dispose();
    }

    private EngineReply Script(string action)
    {
        // The controller and the node stay: their output must not be waited for.
        var log = folder.File("script.log");
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"\"$0\" {action} \"$1\" > \"$2\" 2>&1 < /dev/null", Path.Combine(AppContext.BaseDirectory, "Support", "slurm.sh"), folder.Path, log]))!;
        process.WaitForExit();
        return new EngineReply(process.ExitCode, "", File.ReadAllText(log).Trim());
    }
}
