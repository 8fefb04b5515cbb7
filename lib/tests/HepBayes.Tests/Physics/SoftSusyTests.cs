using HepBayes.Data;
using HepBayes.Physics;
using HepBayes.Runtime;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Physics;

/// <summary>A shell script stands for the program: M1 of the point tells it what to do.</summary>
public sealed class SoftSusyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Every_kind_of_answer_is_recorded()
    {
        // 100: accepted, 200: rejected, 300: crashes, 400: hangs, 500: nonsense.
        var table = Run(Points(100, 200, 300, 400, 500, 100), Path.Combine(folder.Path, "points.jsonl"));
        Assert.Equal(["ok", "invalid", "crashed", "timeout", "unreadable", "ok"], table.Text("status"));
        Assert.Equal([1f, 0, 0, 0, 0, 1], table[Pmssm.Valid]);
        Assert.Equal(125.5f, table["m_h0"][0]);
        Assert.True(float.IsNaN(table["m_h0"][3]));
        Assert.Equal("Point invalid: tachyon", table.Text(Pmssm.Problem)[1]);
        Assert.Contains("exit code 7: no licence", table.Text(Pmssm.Problem)[2], StringComparison.Ordinal);
        Assert.Contains("stopped after", table.Text(Pmssm.Problem)[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_run_goes_on_where_it_stopped()
    {
        var journal = Path.Combine(folder.Path, "points.jsonl");
        var points = Points(100, 200, 100, 300);
        var whole = Run(points, journal);
        var lines = File.ReadAllLines(journal);
        File.WriteAllText(journal, string.Join('\n', lines[..3]) + "\n" + lines[3][..10]);
        File.Delete(Path.Combine(folder.Path, "calls"));
        var resumed = Run(points, journal);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(folder.Path, "calls")).Length);
        Assert.Equal(whole.Text("status"), resumed.Text("status"));
        Assert.Equal(whole["m_h0"], resumed["m_h0"]);
        Assert.Contains("other points", Assert.Throws<UserErrorException>(() => Run(Points(1), journal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_program_is_named()
    {
        var options = new SoftSusyOptions { Executable = "no-such-softpoint.x" };
        var error = Assert.Throws<UserErrorException>(() => SoftSusy.Run(Points(100), Path.Combine(folder.Path, "p.jsonl"), options, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("no-such-softpoint.x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_files_hold_the_parameters_of_the_bundled_outputs()
    {
        var points = Datasets.Pmssm();
        var softSusy = SlhaFile.Read(Path.Combine(AppContext.BaseDirectory, "TestData", "slha", "12.slha"));
        var input = default(SlhaFile);
        points.Where(r => r[Pmssm.Id] == 12 && (input = PmssmSlha.Input(r)) is not null);
        foreach (var entry in softSusy["EXTPAR"].Entries)
            Assert.Equal(1, input!["EXTPAR"][[.. entry.Indices]] / entry.Number, 1e-6);
        Assert.Equal(1, input!["MINPAR"][3] / softSusy["MINPAR"][3], 1e-6);
        foreach (var entry in softSusy["SMINPUTS"].Entries)
            Assert.Equal(1, input["SMINPUTS"][[.. entry.Indices]] / entry.Number, 1e-8);
        var masses = PmssmSlha.Masses(softSusy)!;
        var row = points.Where(r => r[Pmssm.Id] == 12);
        for (var m = 0; m < masses.Length; m++)
            Assert.Equal(1, masses[m] / row[Pmssm.Masses[m]][0], 2e-6);
        Assert.True(PmssmSlha.Accepted(softSusy));
    }

    [Fact]
    public void New_points_are_uniform_and_belong_to_their_block()
    {
        var points = PmssmPoints.Uniform(5_000, seed: 1, block: 3);
        foreach (var name in Pmssm.Parameters)
        {
            var (low, high) = Pmssm.Range(name);
            Support.StatAssert.DistributionEquals(points[name].Select(v => (double)v), v => (v - low) / (high - low), name);
        }

        Assert.Equal(points["M1"], PmssmPoints.Uniform(5_000, 1, 3)["M1"]);
        Assert.NotEqual(points["M1"], PmssmPoints.Uniform(5_000, 1, 4)["M1"]);
    }

    public void Dispose() => folder.Dispose();

    private static Table Points(params float[] wino) =>
        Table.FromColumns([.. Pmssm.Parameters.Select(name => (name, name == "M1" ? wino : Enumerable.Repeat(500f, wino.Length).ToArray()))]);

    private Table Run(Table points, string journal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The stub program is a shell script.");
        var script = Path.Combine(folder.Path, "softpoint.sh");
        var masses = string.Join("\n", PmssmSlha.MassCodes.Select(code => code == 25 ? " 25 125.5 # h0" : $" {code} 1000.0"));
        File.WriteAllText(script, $"""
            point=$(cat)
            echo call >> '{folder.Path}/calls'
            case $(echo "$point" | grep '# M1$') in
              *1.00000000E+02*) printf 'Block SPINFO\n 1 stub\nBlock MASS\n{masses.Replace("\n", "\\n", StringComparison.Ordinal)}\n' ;;
              *2.00000000E+02*) printf 'Block SPINFO\n 1 stub\n 4 Point invalid: tachyon\n' ;;
              *3.00000000E+02*) echo 'no licence' >&2; exit 7 ;;
              *4.00000000E+02*) sleep 60 ;;
              *) echo 'Segmentation fault' ;;
            esac
            """);
        return SoftSusy.Run(points, journal, new SoftSusyOptions { Executable = "/bin/sh", Arguments = [script], Timeout = TimeSpan.FromSeconds(10), Parallel = 2 }, cancellation: TestContext.Current.CancellationToken);
    }
}
