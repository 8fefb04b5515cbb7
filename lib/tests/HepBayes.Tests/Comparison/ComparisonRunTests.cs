using HepBayes.Comparison;
using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using HepBayes.Training;

namespace HepBayes.Tests.Comparison;

public sealed class ComparisonRunTests : IDisposable
{
    private static readonly string[] Some = ["hmc", "mclmc", "hmc-gibbs", "one-network", "conformal-hmc"];
    private readonly string journal = Path.Combine(Path.GetTempPath(), $"journal-{Guid.NewGuid():N}.csv");

    [Fact]
    public void EveryMethodHasFiguresOrAReasonOnARegression()
    {
        var rows = Run([Toy(1)], ComparisonMethods.All, Short);
        Assert.Equal(2 * ComparisonMethods.All.Count, rows.Count);
        string[] without = ["gold", "hmc-gibbs", "riemannian-hmc", "l2hmc", "mc-dropout"];
        Assert.Equal(without, rows.Where(r => r.TestSet == "data" && r.Remark.StartsWith("left out: ", StringComparison.Ordinal)).Select(r => r.Method));
        Assert.All(rows.Where(r => r.Remark.Length == 0), r => Assert.True(double.IsFinite(r.LogDensity) && double.IsFinite(r.Error) && r.Coverage68 is >= 0 and <= 1 && r.Coverage95 >= r.Coverage68));
        Assert.DoesNotContain(rows, r => r.Remark.StartsWith("failed", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryMethodHasFiguresOrAReasonOnAClassification()
    {
        var rows = Run([Classes(1)], ComparisonMethods.All, Short);
        Assert.All(rows.Where(r => r.Remark.Length == 0), r => Assert.True(double.IsFinite(r.LogDensity) && r.Error is >= 0 and <= 1 && r.CalibrationError is >= 0 and <= 1 && double.IsNaN(r.Coverage68)));
        Assert.Contains(rows, r => r.Method == "mc-dropout" && r.Remark.Length == 0);
        Assert.All(rows.Where(r => r.Method.StartsWith("conformal", StringComparison.Ordinal)), r => Assert.StartsWith("left out", r.Remark, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, r => r.Remark.StartsWith("failed", StringComparison.Ordinal));
    }

    [Fact]
    public void SamplersTakeTheSameNumberOfGradients()
    {
        // A run ends with the transition that takes the last gradient; what it takes on top is at most one transition of four chains.
        var problem = Toy(1);
        var allowed = 4.0 * (problem.Gradients + problem.Climb.Epochs);
        var rows = Run([problem], ComparisonMethods.Of("hmc", "nuts", "mclmc", "mala", "sghmc", "split-hmc", "replica-exchange"), Short);
        Assert.All(rows, r => Assert.InRange(r.Gradients, allowed, allowed + (4 * 3 * 2 * problem.Leapfrogs)));
    }

    [Fact]
    public void SameSeedGivesTheSameFiguresAndAnotherSeedOthers()
    {
        var methods = ComparisonMethods.Of(Some);
        var first = Run([Toy(1)], methods, WithGold);
        Assert.Equal(first.Select(Timeless), Run([Toy(1)], methods, WithGold).Select(Timeless));
        Assert.NotEqual(first[0].LogDensity, Run([Toy(2)], [methods[0]], WithGold)[0].LogDensity);
        Assert.All(first.Where(r => r.Method is "hmc" or "one-network"), r => Assert.True(r.Distance > 0));
        Assert.Equal(0, first.First(r => r.Method == "one-network").Spread);
    }

    [Fact]
    public void RunThatWasKilledGoesOnFromItsJournal()
    {
        var (problems, methods) = ((ComparisonProblem[])[Toy(1), Toy(2)], ComparisonMethods.Of(Some));
        var whole = Run(problems, methods, Short, journal);
        Assert.Equal(whole, ComparisonFile.Read(journal));

        // Killed in the middle of a line: five rows are whole, two of them of a method with one region missing.
        var lines = File.ReadAllLines(journal);
        File.WriteAllText(journal, string.Join('\n', lines[..7]) + "\n" + lines[7][..9]);
        var rest = Run(problems, methods, Short, journal);
        Assert.Equal(whole.Take(4), rest.Take(4));
        Assert.Equal(whole.Select(Timeless), rest.Select(Timeless));
        Assert.Equal(rest, Run(problems, methods, Short, journal));
    }

    [Fact]
    public void JournalOfOtherSettingsIsRefused()
    {
        Run([Toy(1)], ComparisonMethods.Of("one-network"), Short, journal);
        var message = Assert.Throws<UserErrorException>(() => Run([Toy(1)], ComparisonMethods.Of("one-network"), WithGold, journal)).Message;
        Assert.Contains("line 1", message, StringComparison.Ordinal);
        Assert.Contains("gold factor 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedJournalIsRefusedByLineAndColumn()
    {
        Run([Toy(1)], ComparisonMethods.Of("one-network"), Short, journal);
        File.WriteAllText(journal, File.ReadAllText(journal).Replace(",one-network,1,", ",one-network,one,", StringComparison.Ordinal));
        var message = Assert.Throws<UserErrorException>(() => Run([Toy(1)], ComparisonMethods.Of("one-network"), Short, journal)).Message;
        Assert.Contains("line 3, column 4 (seed): found 'one'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FailureIsARowAndTheRunGoesOn()
    {
        var failing = new ComparisonMethod("failing", "nothing", _ => throw new ArithmeticException("the loss is no number"));
        var rows = Run([Toy(1)], [failing, .. ComparisonMethods.Of("one-network")], Short);
        Assert.Equal("failed: the loss is no number", rows[0].Remark);
        Assert.True(double.IsNaN(rows[0].LogDensity) && double.IsFinite(rows[^1].LogDensity));
    }

    [Fact]
    public void BudgetThatTheWarmUpTakesIsAFailure()
    {
        var rows = Run([Toy(1) with { Gradients = 100, Leapfrogs = 50 }], ComparisonMethods.Of("hmc"), Short);
        Assert.StartsWith("failed: ", rows[0].Remark, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Run([], [], new ComparisonSettings { Gradients = 99 }));
    }

    [Fact]
    public void CancellationIsNotTakenForAUsedBudget()
    {
        using var cancel = new CancellationTokenSource();
        var progress = new ProgressCallback(_ => cancel.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => ComparisonRun.Run([Toy(1)], ComparisonMethods.Of("hmc"), Short, journal, progress, cancel.Token));
        Assert.Empty(ComparisonFile.Read(journal));
    }

    public void Dispose() => File.Delete(journal);

    private static ComparisonSettings Short { get; } = new() { GoldFactor = 0 };

    private static ComparisonSettings WithGold { get; } = new() { GoldFactor = 2 };

    private static IReadOnlyList<ComparisonFigures> Run(IReadOnlyList<ComparisonProblem> problems, IReadOnlyList<ComparisonMethod> methods, ComparisonSettings settings, string? journal = null) =>
        ComparisonRun.Run(problems, methods, settings, journal, null, TestContext.Current.CancellationToken);

    private static ComparisonFigures Timeless(ComparisonFigures row) => row with { Seconds = 0 };

    private static ComparisonProblem Toy(int seed) => ComparisonProblems.Gap(seed, testRows: 40) with
    {
        Network = new BayesianNetwork(Mlp.Of(1, [8], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(GapCurve.Noise)),
        Gradients = 800,
        Leapfrogs = 12,
        Climb = new AdamOptions { Epochs = 200, LearningRate = 0.02 },
    };

    private static ComparisonProblem Classes(int seed)
    {
        static ComparisonRows Rows(string name, int seed, ulong stream, int count)
        {
            var random = new CounterRandom((ulong)seed, stream);
            float[] x = [.. Enumerable.Range(0, 2 * count).Select(_ => (float)random.NextNormal())];
            return new ComparisonRows(name, x, [.. Enumerable.Range(0, count).Select(r => random.NextDouble() < 1 / (1 + Math.Exp(-2 * x[2 * r])) ? 1f : 0)]);
        }

        var network = new BayesianNetwork(Mlp.Of(2, [6], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Bernoulli());
        return new ComparisonProblem("classes", seed, network, Rows("training", seed, 1, 200), new ComparisonRows("calibration", [], []), [Rows("test", seed, 2, 150)])
        {
            Gradients = 800,
            Leapfrogs = 12,
            Climb = new AdamOptions { Epochs = 40, LearningRate = 0.02 },
        };
    }
}
