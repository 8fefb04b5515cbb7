using System.Diagnostics;
using System.Globalization;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Sampling;

public class KillTests
{
    private const int Runs = 2;
    private const int Kills = 10;
    private static readonly string[] DrawFiles = ["draws.f32", "statistics.f64"];

    // The probe kills itself (SIGKILL) after so many gradients and up to 2 ms, and saves every 10 ms, so that many deaths fall
    // into a save. Two runs side by side die ten times each; lives have one and two threads.
    [Fact]
    public async Task RunsKilledTwentyTimesEndWithTheDrawsOfAnUninterruptedOne()
    {
        using var folder = new TemporaryFolder();
        var whole = folder.File("whole");
        var (code, output) = await Probe(whole, 1, 0);
        Assert.Equal(0, code);
        var gradients = int.Parse(output, CultureInfo.InvariantCulture) - Kills;
        var killed = Enumerable.Range(0, Runs).Select(run => folder.File($"killed{run}")).ToArray();
        await Task.WhenAll(killed.Select(run => KillAndFinish(run, gradients)));
        foreach (var run in killed)
        {
            foreach (var file in DrawFiles)
                Assert.Equal(await Bytes(whole, file), await Bytes(run, file));
        }
    }

    // The lives end at random moments, spread over the run; together they are too short to finish it.
    private static async Task KillAndFinish(string folder, int gradients)
    {
        var deaths = Enumerable.Range(0, Kills).Select(_ => Random.Shared.Next(gradients)).Order().ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            var life = 1 + deaths[kill] - (kill > 0 ? deaths[kill - 1] : 0);
            Assert.NotEqual(0, (await Probe(folder, 1 + (kill % 2), life)).Code);
        }

        Assert.Equal(0, (await Probe(folder, 2, 0)).Code);
    }

    private static Task<byte[]> Bytes(string folder, string file) => File.ReadAllBytesAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken);

    private static async Task<(int Code, string Output)> Probe(string folder, int threads, int gradients)
    {
        var name = "HepBayes.ResumeProbe" + (OperatingSystem.IsWindows() ? ".exe" : "");
        var built = Path.Combine(AppContext.BaseDirectory, "..", "..", "HepBayes.ResumeProbe", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), name);
        Assert.True(File.Exists(built), $"The probe is not built: {Path.GetFullPath(built)}");
        using var process = Process.Start(new ProcessStartInfo(built, [folder, threads.ToString(CultureInfo.InvariantCulture), gradients.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        return (process.ExitCode, await output);
    }
}
