using HepBayes.Data;
using HepBayes.Physics;
using HepBayes.Runtime;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Physics;

public sealed class PrescreenedGenerationTests : IDisposable
{
    private const int BlockRows = 50;
    private readonly TemporaryFolder folder = new();
    private readonly List<float> calls = [];

    [Fact]
    public void Only_points_worth_it_are_computed_and_the_cost_is_counted()
    {
        var generation = Generation();
        var table = Run(generation, 0..3);
        var candidates = Table.Concat([.. Enumerable.Range(0, 3).Select(b => PmssmPoints.Uniform(BlockRows, 5, b))]);
        var kept = candidates.Where(Worth);
        Assert.Equal(kept["M1"], table["M1"]);
        Assert.Equal(kept["M1"].Order(), calls.Order());
        Assert.Equal(kept["mu"].Select(mu => mu > 1000 ? 1f : 0), table[Pmssm.Valid]);
        for (var row = 0; row < table.Rows; row++)
            Assert.Equal(table["M1"][row], candidates["M1"][((int)table[PrescreenedGeneration.Block][row] * BlockRows) + (int)table[PrescreenedGeneration.Row][row]]);
        var cost = generation.Cost;
        Assert.Equal(new PrescreeningCost(3 * BlockRows, kept.Rows, kept["mu"].Count(mu => mu > 1000)), cost);
        Assert.Equal((double)cost.Saved / cost.Candidates, cost.SavedShare.Value);
        Assert.Equal((double)cost.Valid / cost.Calls, cost.ValidShare.Value);
    }

    [Fact]
    public void Blocks_that_are_done_are_read_not_computed()
    {
        var first = Run(Generation(), 0..2);
        calls.Clear();
        // A classifier that has changed its mind meanwhile is not asked about old blocks.
        var again = Run(Generation(worth: _ => throw new InvalidOperationException()), 0..2);
        Assert.Empty(calls);
        Assert.Equal(first["m_h0"], again["m_h0"]);
        Assert.Equal(first.Text("status"), again.Text("status"));
        Assert.Equal(first.Rows + Run(Generation(), 2..3).Rows, Run(Generation(), 0..3).Rows);
    }

    [Fact]
    public void A_point_on_which_the_code_fails_is_recorded_and_the_run_goes_on()
    {
        var table = Run(Generation(code: point => point["mu"] > 0 ? throw new DivideByZeroException("mu") : SlowCodeAnswer.Without("invalid", "no")), 0..1);
        Assert.Equal(table["mu"].Select(mu => mu > 0 ? "crashed" : "invalid"), table.Text("status"));
        Assert.Contains("DivideByZeroException: mu", table.Text(Pmssm.Problem));
        Assert.Throws<UserErrorException>(() => Run(Generation("b", code: _ => new SlowCodeAnswer("ok", "", [1f])), 0..1));
    }

    [Fact]
    public void A_run_that_stops_within_a_block_repeats_no_point()
    {
        var left = 30;
        var error = Assert.ThrowsAny<Exception>(() => Run(Generation(code: p => left-- > 0 ? Answer(p) : throw new UserErrorException("the disk is full")), 0..3));
        Assert.IsType<UserErrorException>(error);
        Assert.Equal(30, calls.Count);
        Run(Generation(), 0..3);
        Assert.Equal(calls.Count, calls.Distinct().Count());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var generation = Generation();
        Assert.Throws<ArgumentException>(() => Run(generation, 2..2));
        Assert.Throws<ArgumentException>(() => Run(generation, 0..^1));
        Assert.Contains("kept none", Assert.Throws<UserErrorException>(() => Run(Generation("none", worth: t => new bool[t.Rows]), 0..2)).Message, StringComparison.Ordinal);
        Assert.Contains("3 of 50", Assert.Throws<ArgumentException>(() => Run(Generation("short", worth: _ => new bool[3]), 0..1)).Message, StringComparison.Ordinal);
        Assert.Contains("another generation", Assert.Throws<UserErrorException>(() => Generation(classifier: "another cut")).Message, StringComparison.Ordinal);
        var odd = new PrescreenedGeneration(folder.File("odd"), "all", 5, BlockRows, t => [.. Enumerable.Repeat(true, t.Rows)], (points, _) => points.Head(7));
        Assert.Contains("7 rows for 50", Assert.Throws<ArgumentException>(() => Run(odd, 0..1)).Message, StringComparison.Ordinal);
        Run(generation, 0..1);
        File.WriteAllText(Path.Combine(folder.File("a"), "block-000000.json"), "{\"Ke");
        Assert.Contains("damaged", Assert.Throws<UserErrorException>(() => Run(Generation(), 0..1)).Message, StringComparison.Ordinal);
    }

    // The probe runs a shell script as SOFTSUSY, two at a time, and is killed (SIGKILL) five times at random answers.
    [Fact]
    public async Task AKilledGenerationLosesAndRepeatsNoPoint()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The stub program is a shell script.");
        const int Kills = 5;
        var wholeCalls = await Probe("whole", 0);
        var whole = Answers("whole");
        Assert.Equal(wholeCalls.Length, whole.Count);
        var life = whole.Count / (Kills + 2);
        var all = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = kill == 0 ? [] : Answers("killed");
            all.AddRange(await Probe("killed", 1 + Random.Shared.Next(life)));
            Assert.True(Answers("killed").Count < whole.Count, "The last kill came too late.");
            Assert.All(before, answer => Assert.Contains(answer, Answers("killed")));
        }

        all.AddRange(await Probe("killed", 0));
        Assert.Equal(whole.Order(), Answers("killed").Order());
        // A point is called again only if it was under way, one of two, when the process died.
        Assert.Equal(wholeCalls.Order(), all.Distinct().Order());
        Assert.InRange(all.Count, whole.Count, whole.Count + (2 * Kills));
    }

    public void Dispose() => folder.Dispose();

    private static bool Worth(TableRow row) => row["M2"] > 0;

    private static bool[] Worth(Table points) => [.. points["M2"].Select(m => m > 0)];

    private static Table Run(PrescreenedGeneration generation, Range blocks) => generation.Run(blocks, cancellation: TestContext.Current.CancellationToken);

    private PrescreenedGeneration Generation(
        string name = "a", string classifier = "M2 above 0", Func<Table, bool[]>? worth = null, Func<TableRow, SlowCodeAnswer>? code = null) =>
        new(folder.File(name), classifier, 5, BlockRows, worth ?? Worth, (points, journal) => SlowCode.Run(points, journal, code ?? Answer));

    private SlowCodeAnswer Answer(TableRow point)
    {
        calls.Add(point["M1"]);
        return point["mu"] > 1000 ? new SlowCodeAnswer(SlowCodeAnswer.Ok, "", [.. Pmssm.Masses.Select((_, i) => point["M1"] + i)]) : SlowCodeAnswer.Without("invalid");
    }

    // The points that were called in this life, by their line of M1.
    private async Task<string[]> Probe(string name, int life)
    {
        var (script, log) = (folder.File("softpoint.sh"), folder.File("calls"));
        var masses = string.Join("\\n", PmssmSlha.MassCodes.Select(code => $" {code} 1000.0"));
        await File.WriteAllTextAsync(script, $"""
            point=$(cat | grep '# M1$')
            echo "$point" >> '{log}'
            case "$point" in
              *-*) printf 'Block SPINFO\n 4 Point invalid: tachyon\n' ;;
              *) printf 'Block SPINFO\n 1 stub\nBlock MASS\n{masses}\n' ;;
            esac
            """, TestContext.Current.CancellationToken);
        File.Delete(log);
        var code = await Support.ResumeProbe.Run("generate", folder.File(name), life.ToString(System.Globalization.CultureInfo.InvariantCulture), script);
        Assert.Equal(life == 0, code == 0);
        // A process that dies before it has said which point it wants leaves a blank line.
        return [.. (await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken)).Where(line => line.Length > 0)];
    }

    // The complete lines of all journals, without their times.
    private HashSet<string> Answers(string name) => [.. Directory.GetFiles(folder.File(name), "*.jsonl").SelectMany(file =>
        File.ReadAllText(file).Split('\n')[1..^1].Select(line => Path.GetFileName(file) + System.Text.RegularExpressions.Regex.Replace(line, "\"Seconds\":[^,]*", "")))];
}
