using System.Globalization;
using HepBayes.Generative.Exploration;
using HepBayes.Runtime;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Generative.Exploration;

public sealed class ExplorationFileTests : IDisposable
{
    private static readonly ExplorationOptions Options = new() { Initial = 20, Batch = 10, Calls = 60, Seed = 3 };
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void AFinishedExplorationIsReadNotRepeated()
    {
        var first = Explore();
        var bytes = File.ReadAllBytes(Journal);
        var again = Ring.Explore(Acquisition.Probability(), Options with { File = Journal }, Ring.Perfect, oracle: Oracle.Of("ring", _ => throw new UserErrorException("not asked")));
        Assert.Equal(Content(first), Content(again));
        Assert.Equal(bytes, File.ReadAllBytes(Journal));
        Assert.Equal(Content(first), Content(Ring.Explore(Acquisition.Probability(), Options, Ring.Perfect)));
        // With more calls it goes on.
        var longer = Ring.Explore(Acquisition.Probability(), Options with { File = Journal, Calls = 80 }, Ring.Perfect);
        Assert.Equal(80, longer.Calls);
        Assert.Equal(Content(first), Content(longer)[..first.Calls]);
    }

    // Cut after every byte of a line, and at every line.
    [Fact]
    public void AFileThatWasCutAnywhereEndsWithTheSameBytes()
    {
        Explore();
        var whole = File.ReadAllBytes(Journal);
        var line = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        var ends = Enumerable.Range(0, whole.Length).Where(i => whole[i] == '\n').Select(i => i + 1);
        foreach (var length in ends.Concat(Enumerable.Range(line, whole.Length - line)).Prepend(0).Prepend(5))
        {
            File.WriteAllBytes(Journal, whole[..length]);
            Explore();
            Assert.True(whole.AsSpan().SequenceEqual(File.ReadAllBytes(Journal)), $"cut after {length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public void AnotherOrADamagedFileIsRefused()
    {
        Explore();
        string Refused(Action explore) => Assert.Throws<UserErrorException>(explore).Message;
        Assert.Contains("its seed is '3', here it is '4'", Refused(() => Ring.Explore(Acquisition.Probability(), Options with { File = Journal, Seed = 4 }, Ring.Perfect)), StringComparison.Ordinal);
        Assert.Contains("its acquisition is 'probability', here it is 'random'", Refused(() => Ring.Explore(Acquisition.Random(), Options with { File = Journal }, Ring.Perfect)), StringComparison.Ordinal);
        Assert.Contains("its candidates", Refused(() => Ring.Explore(Acquisition.Probability(), Options with { File = Journal }, Ring.Perfect, new PointPool(Ring.Points(300), Ring.Parameters))), StringComparison.Ordinal);
        var lines = File.ReadAllLines(Journal);
        void Write(params string[] changed) => File.WriteAllText(Journal, string.Join('\n', changed) + "\n");
        Write([lines[0], lines[1], "{\"round\":0,\"point\":99,\"status\":\"ok\",\"reason\":\"\",\"value\":1}"]);
        Assert.Contains("line 3", Refused(() => Explore()), StringComparison.Ordinal);
        Write([lines[0], lines[2]]);
        Assert.Contains("line 2", Refused(() => Explore()), StringComparison.Ordinal);
        Write(["{\"hepbayes-search\":1}"]);
        Assert.Contains("line 1", Refused(() => Explore()), StringComparison.Ordinal);
        Write(["{\"hepbayes-exploration\":2}"]);
        Assert.Contains("format", Refused(() => Explore()), StringComparison.Ordinal);
        using var busy = new FileStream(Journal, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("cannot be opened", Refused(() => Explore()), StringComparison.Ordinal);
    }

    // The probe kills itself (SIGKILL) in some call or up to 2 ms later, so that deaths fall into answers, writes and trainings alike.
    [Fact]
    public async Task AKilledExplorationEndsWithTheSameBytes()
    {
        const int Calls = 80, Kills = 6;
        Assert.Equal(0, await Probe("whole.jsonl", 0));
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = File.Exists(folder.File("killed.jsonl")) ? await File.ReadAllLinesAsync(folder.File("killed.jsonl"), TestContext.Current.CancellationToken) : [];
            Assert.NotEqual(0, await Probe("killed.jsonl", Random.Shared.Next(1, Calls / (Kills + 1))));
            // What was answered stays answered; only a last line can have been cut.
            Assert.Equal(before.SkipLast(1), (await File.ReadAllLinesAsync(folder.File("killed.jsonl"), TestContext.Current.CancellationToken)).Take(before.Length - 1));
        }

        Assert.Equal(0, await Probe("killed.jsonl", 0));
        Assert.Equal(File.ReadAllBytes(folder.File("whole.jsonl")), File.ReadAllBytes(folder.File("killed.jsonl")));
        Assert.Contains("InvalidOperationException: planned", await File.ReadAllTextAsync(folder.File("whole.jsonl"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private string Journal => folder.File("journal.jsonl");

    private ExplorationRun Explore() => Ring.Explore(Acquisition.Probability(), Options with { File = Journal }, Ring.Perfect);

    private static (float, float, double, bool)[] Content(ExplorationRun run) => [.. run.Asked.Select(p => (p.Parameters[0], p.Parameters[1], p.Answer.Value, p.Random))];

    private Task<int> Probe(string file, int life) => Support.ResumeProbe.Run("explore", folder.File(file), life.ToString(CultureInfo.InvariantCulture));
}
