using HepBayes.Data;
using HepBayes.Generative.Exploration;
using HepBayes.Physics;
using HepBayes.Runtime;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Generative.Exploration;

public sealed class OracleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void APoolAnswersForItsPointsOnlyAndCountsEveryAnswer()
    {
        var points = Ring.Points(50).WithColumn("value", [.. Enumerable.Range(0, 50).Select(i => (float)i)]);
        var oracle = new PoolOracle(points, Ring.Parameters, row => OracleAnswer.Of(row["value"]));
        Assert.Equal([3.0, 7, 3], new[] { 3, 7, 3 }.Select(row => Ask(oracle, points.Select("y", "x"), row).Value));
        Assert.Equal(3, oracle.Calls);
        Assert.Contains("not among the 50 computed points", Assert.Throws<UserErrorException>(() => Ask(oracle, Ring.Points(1, 2), 0)).Message, StringComparison.Ordinal);
        Assert.Equal(3, oracle.Calls);
        // Explored in a box, it cannot answer: that is no failure of one point.
        Assert.Throws<UserErrorException>(() => Ring.Explore(Acquisition.Random(), new ExplorationOptions { Initial = 5 }, candidates: Ring.Box, oracle: oracle));
        Assert.NotEqual(oracle.Name, new PoolOracle(Ring.Points(50, 2), Ring.Parameters, _ => OracleAnswer.Of(1)).Name);
    }

    [Fact]
    public void SlowCodesAreTranslated()
    {
        var masses = Pmssm.Masses.Select((_, i) => 100f + i).ToArray();
        OracleAnswer Of(SlowCodeAnswer answer) => Ask(Oracle.Of("code", _ => answer, "m_h0"), PmssmPoints.Uniform(1, 1), 0);
        Assert.Equal(OracleAnswer.Of(101), Of(new SlowCodeAnswer("ok", "", masses)));
        Assert.Equal(OracleAnswer.Invalid, Of(new SlowCodeAnswer("ok", "warn_tachyonMZ", masses)).Status);
        Assert.Equal(OracleAnswer.Without("timeout", "slow"), Of(SlowCodeAnswer.Without("timeout", "slow")));
        Assert.True(Of(SlowCodeAnswer.Without("timeout")).Failed);
        Assert.False(Of(SlowCodeAnswer.Without("invalid")).Failed);
        Assert.Throws<UserErrorException>(() => Of(new SlowCodeAnswer("ok", "", [1f])));
        Assert.Throws<ColumnNotFoundException>(() => Oracle.Of("code", _ => SlowCodeAnswer.Without("invalid"), "m_h"));
    }

    [Fact]
    public void SoftSusyIsAskedPointByPoint()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The stub program is a shell script.");
        var masses = string.Join("\\n", PmssmSlha.MassCodes.Select(code => $" {code} 125.0"));
        var script = folder.Write("softpoint.sh", $"""
            case "$(cat | grep '# M1$')" in
              *-*) printf 'Block SPINFO\n 4 Point invalid: tachyon\n' ;;
              *) printf 'Block SPINFO\n 1 stub\nBlock MASS\n{masses}\n' ;;
            esac
            """);
        var oracle = Oracle.SoftSusy("m_h0", new SoftSusyOptions { Executable = "/bin/sh", Arguments = [script] });
        var run = Explorer.Run(new ExplorationProblem(ParameterBox.Pmssm(), oracle, new WantedRegion("m_h0", 124, 126)), Acquisition.Random(), null, new ExplorationOptions { Initial = 12, Calls = 12, Parallel = 3 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(run.Asked.Select(p => p.Parameters[0] > 0), run.Asked.Select(p => p.Wanted));
        Assert.InRange(run.Found, 1, 11);
        Assert.Equal(Pmssm.Parameters, ParameterBox.Pmssm().Parameters);
    }

    public void Dispose() => folder.Dispose();

    private static OracleAnswer Ask(IOracle oracle, Table points, int row)
    {
        OracleAnswer? answer = null;
        points.Where(p =>
        {
            if (p.Index == row)
                answer = oracle.Ask(p);
            return false;
        });
        return answer!;
    }
}
