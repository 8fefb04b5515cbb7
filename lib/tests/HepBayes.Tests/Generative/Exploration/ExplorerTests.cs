using HepBayes.Data;
using HepBayes.Generative.Exploration;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Generative.Exploration;

public class ExplorerTests
{
    private static readonly SurrogateOptions Small = new() { Hidden = [20, 20], Members = 3, FirstSteps = 1000, Steps = 200 };

    // k wanted among n points drawn from N of which W are wanted: the distribution function, smoothed by a uniform number, is uniform.
    [Fact]
    public void RandomPointsFindAsManyAsTheHypergeometricLawSays()
    {
        const int Seeds = 400, Calls = 120;
        var points = Ring.Points(400);
        var wanted = Ring.Wanted(points);
        var random = new CounterRandom(5);
        var runs = Enumerable.Range(1, Seeds).Select(seed => Ring.Explore(Acquisition.Random(), new ExplorationOptions { Initial = 30, Batch = 30, Calls = Calls, Seed = seed })).ToArray();
        var law = new Hypergeometric(points.Rows, wanted, Calls);
        double Transform(int k, Hypergeometric h) => (k == 0 ? 0 : h.CumulativeDistribution(k - 1)) + (random.NextDouble() * h.Probability(k));
        StatAssert.DistributionEquals(runs.Select(r => Transform(r.Found, law)), p => Math.Clamp(p, 0, 1), "found points");
        StatAssert.MeanEquals([.. runs.Select(r => r.RecallCurve(wanted).Recall(Calls))], (double)Calls / points.Rows, "recall of random points");
        // The test sees a strategy that is only a little better than chance: one point in ten by the truth.
        var better = Enumerable.Range(1, Seeds).Select(seed => Ring.Explore(Acquisition.Probability(), new ExplorationOptions { Initial = 30, Batch = 30, RandomShare = 0.9, Calls = Calls, Seed = seed }, Ring.Perfect));
        Assert.ThrowsAny<Exception>(() => StatAssert.DistributionEquals(better.Select(r => Transform(r.Found, law)), p => Math.Clamp(p, 0, 1), "found points"));
    }

    [Fact]
    public void NetworksFindHalfOfARingWithHalfTheCallsOfChance()
    {
        const int Pool = 1500;
        var (active, random) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= 5; seed++)
        {
            var points = Ring.Points(Pool, seed);
            var wanted = Ring.Wanted(points);
            var run = Ring.Explore(Acquisition.Probability(), new ExplorationOptions { Initial = 60, Batch = 30, Calls = 450, Seed = seed }, new WindowSurrogate(Ring.Region, Ring.Inputs, Small), new PointPool(points, Ring.Parameters));
            active.Add(run.RecallCurve(wanted).CallsFor(0.5) ?? throw new InvalidOperationException($"Seed {seed} found {run.Found} of {wanted} points."));
            random.Add(RecallCurve.RandomCallsFor(0.5, wanted, Pool));
        }

        var ratio = OverSeeds.Ratio(active, random, 0.999);
        Assert.True(ratio.High < 0.5, $"calls of the strategy over those of chance: {ratio}");
    }

    // Uncertainty is not among them: it looks for disagreement, not for wanted points.
    [Theory]
    [InlineData("contour")]
    [InlineData("flow")]
    public void OtherStrategiesBeatChanceToo(string name)
    {
        var acquisition = name == "contour" ? Acquisition.Contour() : Acquisition.FlowGuided(Ring.Box.Ranges);
        const int Pool = 1500;
        var points = Ring.Points(Pool, 3);
        var wanted = Ring.Wanted(points);
        var run = Ring.Explore(acquisition, new ExplorationOptions { Initial = 200, Batch = 50, Calls = 600 }, new WindowSurrogate(Ring.Region, Ring.Inputs, Small), new PointPool(points, Ring.Parameters));
        // What chance would find so many of once in a million runs.
        var limit = new Hypergeometric(Pool, wanted, run.Calls);
        Assert.True(1 - limit.CumulativeDistribution(run.Found - 1) < 1e-6, $"{name} found {run.Found} of {wanted} points in {run.Calls} calls of {Pool}");
    }

    [Fact]
    public void FlowsLeadToAThinFunnelInASpaceWithoutEnd()
    {
        // |y - x^2| < 0.02 in [-2, 2] x [-1, 4]: 0.8 % of the box.
        var box = new ParameterBox(("x", -2, 2), ("y", -1, 4)) { CandidatesPerRound = 500 };
        var problem = new ExplorationProblem(box, Oracle.Of("funnel", p => OracleAnswer.Of(p["y"] - (p["x"] * p["x"]))), new WantedRegion("distance", -0.02, 0.02));
        var run = Explorer.Run(problem, Acquisition.FlowGuided(box.Ranges), null, new ExplorationOptions { Initial = 3000, Batch = 250, Calls = 4000 }, cancellation: TestContext.Current.CancellationToken);
        var chosen = run.Asked.Where(p => !p.Random).ToArray();
        Assert.True(BinomialTail(chosen.Count(p => p.Wanted), chosen.Length, 0.03) < 1e-6, $"{chosen.Count(p => p.Wanted)} of {chosen.Length} points of the flow are wanted");
        Assert.All(run.Asked, p => Assert.True(p.Parameters[0] is >= -2 and <= 2 && p.Parameters[1] is >= -1 and <= 4));
        Assert.True(run.WantedShare().Contains(0.008), $"{run.WantedShare()}");
        Assert.Throws<InvalidOperationException>(() => run.Recall());
    }

    [Fact]
    public void EqualSeedsGiveEqualExplorationsWithAnyNumberOfThreads()
    {
        string Content(int seed, int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            try
            {
                var run = Ring.Explore(Acquisition.Contour(), new ExplorationOptions { Initial = 40, Batch = 20, Calls = 100, Seed = seed, Parallel = threads }, new WindowSurrogate(Ring.Region, Ring.Inputs, Small));
                return run.Table().Checksum(["x", "y", "radius", "random", "round"]);
            }
            finally
            {
                Compute.Threads = before;
            }
        }

        Assert.Equal(Content(1, 1), Content(1, 2));
        Assert.NotEqual(Content(1, 1), Content(2, 1));
    }

    [Fact]
    public void WithoutAWantedPointStrategiesFallBackAndSayIt()
    {
        var nothing = Oracle.Of("nothing", _ => OracleAnswer.Without(OracleAnswer.Invalid));
        var options = new ExplorationOptions { Initial = 40, Batch = 20, RandomShare = 0, Calls = 80 };
        var probability = Ring.Explore(Acquisition.Probability(), options, new WindowSurrogate(Ring.Region, Ring.Inputs, Small), oracle: nothing);
        var uncertainty = Ring.Explore(Acquisition.Uncertainty(), options, new WindowSurrogate(Ring.Region, Ring.Inputs, Small), oracle: nothing);
        Assert.Equal(["", "no wanted point is known yet: chosen by uncertainty", "no wanted point is known yet: chosen by uncertainty"], probability.Rounds.Select(r => r.Notice));
        Assert.Equal(uncertainty.Asked.Select(p => p.Parameters), probability.Asked.Select(p => p.Parameters));
        Assert.All(uncertainty.Rounds, r => Assert.Equal("", r.Notice));
        Assert.Equal(0, probability.Recall().Low);
        var flow = Ring.Explore(Acquisition.FlowGuided(Ring.Box.Ranges), options, oracle: nothing);
        Assert.Contains("only 0 wanted points are known, of 12 that a flow needs: chosen by chance", flow.Rounds[1].Notice, StringComparison.Ordinal);
        Assert.Contains("by uncertainty", Ring.Explore(Acquisition.FlowGuided(Ring.Box.Ranges), options, Ring.Perfect, oracle: nothing).Rounds[1].Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void FailuresAreRecordedWithTheirReasonsAndTheRunGoesOn()
    {
        var oracle = Oracle.Of("moody", p => p["x"] > 1 ? throw new DivideByZeroException("x") : OracleAnswer.Of(p["y"] > 1 ? double.NaN : Ring.Radius(p)));
        var run = Ring.Explore(Acquisition.Probability(), new ExplorationOptions { Initial = 60, Batch = 20, Calls = 400 }, new WindowSurrogate(Ring.Region, Ring.Inputs, Small), oracle: oracle);
        Assert.Equal("every point of the pool has been asked about", Ring.Explore(Acquisition.Random(), new ExplorationOptions { Calls = 1000 }).StopReason);
        Assert.Equal(400, run.Calls);
        Assert.Equal(400, run.Asked.DistinctBy(p => (p.Parameters[0], p.Parameters[1])).Count());
        Assert.Equal(run.Asked.Where(p => p.Parameters[0] > 1 || p.Parameters[1] > 1), run.Failures);
        Assert.All(run.Failures, p => Assert.False(p.Wanted));
        Assert.Contains(run.Failures, p => p.Answer is { Status: "crashed", Reason: "DivideByZeroException: x" });
        Assert.Contains(run.Failures, p => p.Answer.Status == "unreadable" && p.Answer.Reason.Contains("NaN", StringComparison.Ordinal));
        Assert.Equal(run.Failures.Count, run.Table().Where(r => r.Text("status") is "crashed" or "unreadable").Rows);
        // All answers can fail, too.
        var broken = Ring.Explore(Acquisition.Probability(), new ExplorationOptions { Initial = 20, Batch = 20, Calls = 60 }, new RegionClassifier(Ring.Inputs, Small), oracle: Oracle.Of("broken", _ => throw new InvalidOperationException()));
        Assert.Equal(60, broken.Failures.Count);
        var ended = Assert.Throws<UserErrorException>(() => Ring.Explore(Acquisition.Random(), new ExplorationOptions(), oracle: Oracle.Of("gone", _ => throw new UserErrorException("the disk is full"))));
        Assert.Equal("the disk is full", ended.Message);
    }

    [Fact]
    public void ItStopsWhenItShould()
    {
        Assert.StartsWith("90 calls", Ring.Explore(Acquisition.Random(), new ExplorationOptions { Initial = 50, Batch = 30, Calls = 90 }).StopReason, StringComparison.Ordinal);
        var wanted = Ring.Wanted(Ring.Points(400));
        var empty = Ring.Explore(Acquisition.Probability(), new ExplorationOptions { Initial = 20, Batch = wanted, RandomShare = 0, Calls = 400, StopAfterEmptyRounds = 2 }, Ring.Perfect);
        Assert.Equal("no new wanted point in 2 rounds", empty.StopReason);
        Assert.Equal(wanted, empty.Found);
        Assert.Equal(empty.Found, empty.Rounds[^3].Found);
        Assert.NotEqual(empty.Found, empty.Rounds[^4].Found);
        var recall = Ring.Explore(Acquisition.Probability(), new ExplorationOptions { Initial = 50, Batch = 20, Calls = 400, StopAtRecall = 0.6 }, Ring.Perfect);
        Assert.Contains("recall is estimated", recall.StopReason, StringComparison.Ordinal);
        Assert.True(recall.Recall().Low >= 0.6 && recall.Calls < 400);
        Assert.InRange(wanted, recall.WantedInPool().Low, recall.WantedInPool().High);
        Assert.Equal(recall.WantedInPool().Low - recall.Found, recall.Remaining().Low);
    }

    [Fact]
    public void RoundsSayWhatTheyAsked()
    {
        var run = Ring.Explore(Acquisition.Probability(), new ExplorationOptions { Initial = 50, Batch = 20, RandomShare = 0.12, Calls = 105 }, Ring.Perfect);
        Assert.Equal([50, 70, 90, 105], run.Rounds.Select(r => r.Calls));
        Assert.Equal([400, 350, 330, 310], run.Rounds.Select(r => r.Open!.Value));
        Assert.Equal([50, 3, 3, 3], run.Rounds.Select(r => r.RandomCalls));
        Assert.Equal(run.Rounds.Select(r => r.RandomCalls), run.Asked.GroupBy(p => p.Round).Select(g => g.Count(p => p.Random)));
        Assert.Equal(run.Rounds.Select(r => r.Found - r.FoundBefore), run.Asked.GroupBy(p => p.Round).Select(g => g.Count(p => p.Wanted)));
        // The strategy takes the best of what is open.
        var chosen = run.Asked.Where(p => p is { Round: 1, Random: false }).Select(p => Math.Abs(Math.Sqrt((p.Parameters[0] * p.Parameters[0]) + (p.Parameters[1] * p.Parameters[1])) - 1)).Max();
        var open = Ring.Points(400).Where(p => !run.Asked.Any(a => a.Round <= 1 && a.Parameters[0] == p["x"]));
        Assert.True(Enumerable.Range(0, open.Rows).All(row => Math.Abs(Math.Sqrt((open["x"][row] * open["x"][row]) + (open["y"][row] * open["y"][row])) - 1) >= chosen));
    }

    [Fact]
    public void WrongSettingsAreNamed()
    {
        void Fails<T>(string text, ExplorationOptions options, ISurrogate? surrogate = null, ICandidates? candidates = null) where T : Exception =>
            Assert.Contains(text, Assert.ThrowsAny<T>(() => Ring.Explore(Acquisition.Probability(), options, surrogate, candidates)).Message, StringComparison.Ordinal);
        Fails<ArgumentException>("needs a surrogate", new ExplorationOptions { Initial = 10 });
        Fails<ArgumentException>("share of random points", new ExplorationOptions { RandomShare = 1.1 });
        Fails<ArgumentException>("only known for a pool", new ExplorationOptions { StopAtRecall = 0.5 }, candidates: Ring.Box);
        Fails<ArgumentException>("Initial", new ExplorationOptions { Initial = 0 });
        Fails<UserErrorException>("not a number", new ExplorationOptions { Initial = 10 }, new Diverged());
        var twice = Assert.Throws<UserErrorException>(() => new PointPool(Table.Concat(Ring.Points(3), Ring.Points(3)), Ring.Parameters));
        Assert.Contains("Row 3", twice.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ParameterBox(("x", 1, 1)));
        Assert.Throws<ArgumentException>(() => new ParameterBox(("x", 0, 1), ("x", 0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Acquisition.Contour(-1));
        Assert.Throws<ArgumentException>(() => Acquisition.FlowGuided([]));
        Assert.Throws<ArgumentException>(() => new WindowSurrogate(new WantedRegion("m", 124, double.PositiveInfinity), Ring.Inputs));
    }

    private static double BinomialTail(int hits, int trials, double p) => 1 - new Binomial(p, trials).CumulativeDistribution(hits - 1);

    private sealed class Diverged : ISurrogate, ISurrogateFit
    {
        public string Name => "diverged";

        public ISurrogateFit Fit(Table points, IReadOnlyList<AskedPoint> asked, ISurrogateFit? previous, int seed, CancellationToken cancellation) => this;

        public RegionPrediction Predict(Table points) => new([[.. Enumerable.Repeat(double.NaN, points.Rows)]]);
    }
}
