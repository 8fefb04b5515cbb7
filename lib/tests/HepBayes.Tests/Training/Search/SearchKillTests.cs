using System.Diagnostics;
using System.Globalization;
using HepBayes.Tests.Data;
using HepBayes.Training.Search;

namespace HepBayes.Tests.Training.Search;

public class SearchKillTests
{
    private const int Trials = 60;
    private const int Kills = 8;

    // The probe kills itself (SIGKILL) after some trials and up to 2 ms, so that deaths fall into trials and into writes alike.
    [Fact]
    public async Task ASearchThatIsKilledLosesNoFinishedTrialAndEndsAsIfItHadNotBeen()
    {
        using var folder = new TemporaryFolder();
        var (code, _) = await Probe(folder.File("whole.jsonl"), 0);
        Assert.Equal(0, code);
        var options = new StudyOptions { Name = "probe", Seed = 9, Pruner = Pruner.Median() };
        var whole = Study.Create(options with { File = folder.File("whole.jsonl") });
        Assert.Equal(Trials, whole.Trials.Count);

        var file = folder.File("killed.jsonl");
        var deaths = Enumerable.Range(0, Kills).Select(_ => Random.Shared.Next(1, Trials - Kills)).Order().ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            (code, var reported) = await Probe(file, 1 + deaths[kill] - (kill > 0 ? deaths[kill - 1] : 0));
            Assert.NotEqual(0, code);
            Assert.True(Study.Create(options with { File = file }).Trials.Count >= reported, $"trial {reported} was reported as finished, but is not in the file");
        }

        Assert.Equal(0, (await Probe(file, 0)).Code);
        Assert.Equal(StudyFileTests.Content(whole), StudyFileTests.Content(Study.Create(options with { File = file })));
    }

    private static async Task<(int Code, int Reported)> Probe(string file, int trials)
    {
        var name = "HepBayes.ResumeProbe" + (OperatingSystem.IsWindows() ? ".exe" : "");
        var built = Path.Combine(AppContext.BaseDirectory, "..", "..", "HepBayes.ResumeProbe", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), name);
        using var process = Process.Start(new ProcessStartInfo(built, ["search", file, trials.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        // The last line may be cut.
        return (process.ExitCode, (await output).Count(c => c == '\n') is > 0 and var lines ? int.Parse((await output).Split('\n')[lines - 1], CultureInfo.InvariantCulture) : 0);
    }
}
