using HepBayes.Runtime;
using HepBayes.Tests.Support;
using HepBayes.Training.Search;

namespace HepBayes.Tests.Training.Search;

public class StudyTests
{
    [Fact]
    public void DefaultsAreTheDocumentedOnes()
    {
        var options = new StudyOptions();
        Assert.Equal(("", SearchDirection.Minimise, 1), (options.Name, options.Direction, options.Seed));
        Assert.Null(options.Pruner);
        Assert.Null(options.File);
        Assert.Equal("tree-structured Parzen estimator, 10 start-up trials, 24 candidates", options.Sampler.Description);
        Assert.Equal("median after 5 trials and 0 steps", Pruner.Median().Description);
    }

    [Fact]
    public void OneSeedDecidesEverything()
    {
        string Values(int seed) => string.Join(' ', Study.Create(new StudyOptions { Seed = seed }).Run(SearchFunctions.Mixed, 25).Trials.Select(t => t.Value));
        Assert.Equal(Values(3), Values(3));
        Assert.NotEqual(Values(3), Values(4));
        // Two calls are as good as one.
        var twice = Study.Create(new StudyOptions { Seed = 3 }).Run(SearchFunctions.Mixed, 12).Run(SearchFunctions.Mixed, 25);
        Assert.Equal(Values(3), string.Join(' ', twice.Trials.Select(t => t.Value)));
    }

    [Fact]
    public void MaximisingIsMinimisingTheNegative()
    {
        var down = Study.Create(new StudyOptions()).Run(SearchFunctions.Branin, 30);
        var up = Study.Create(new StudyOptions { Direction = SearchDirection.Maximise }).Run(t => -SearchFunctions.Branin(t), 30);
        Assert.Equal(down.Trials.Select(t => t.Value), up.Trials.Select(t => -t.Value));
        Assert.Equal(down.Best.Number, up.Best.Number);
        Assert.Equal(down.Trials.Min(t => t.Value), down.BestSoFar()[^1]);
        Assert.Equal(down.BestSoFar(), up.BestSoFar().Select(v => -v));
    }

    [Fact]
    public void TrialsThatFailAreRecordedAndTheSearchGoesOn()
    {
        var study = Study.Create(new StudyOptions()).Run(
            trial =>
            {
                var x = trial.Float("x", 0, 1);
                return trial.Number switch
                {
                    0 => throw new InvalidDataException("no rows"),
                    3 => double.NaN,
                    5 => double.PositiveInfinity,
                    7 => trial.Report(2, double.NaN) ? 0 : x,
                    _ => x,
                };
            },
            30);
        Assert.Equal(30, study.Trials.Count);
        Assert.Equal([0, 3, 5, 7], study.Trials.Where(t => t.State == TrialState.Failed).Select(t => t.Number));
        Assert.Equal("InvalidDataException: no rows", study.Trials[0].Reason);
        Assert.Equal("the objective is NaN", study.Trials[3].Reason);
        Assert.Equal("the value reported at step 2 is NaN", study.Trials[7].Reason);
        Assert.True(study.Trials[0].Has("x"));
        Assert.True(double.IsNaN(study.BestSoFar()[0]));
        Assert.True(study.Best.Value < 0.1);

        var hopeless = Study.Create(new StudyOptions()).Run(_ => throw new InvalidDataException("no rows"), 3);
        Assert.Contains("None of the 3 trials is complete. The last one ended because InvalidDataException: no rows", Assert.Throws<InvalidOperationException>(() => hopeless.Best).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Study.Create(new StudyOptions()).Best);
    }

    [Fact]
    public void MistakesInTheDefinitionsEndTheSearch()
    {
        static Study New() => Study.Create(new StudyOptions());
        Assert.Throws<ArgumentException>(() => New().Run(t => t.Float("x", 1, 0), 5));
        Assert.Throws<ArgumentException>(() => New().Run(t => t.Float("x", 0, 1, log: true), 5));
        Assert.Throws<ArgumentException>(() => New().Run(t => t.Float("x", 0, 1, step: 0), 5));
        Assert.Throws<ArgumentException>(() => New().Run(t => t.Int("x", 1, 8, log: true, step: 2), 5));
        Assert.Throws<ArgumentException>(() => New().Run(t => t.Categorical<int>("x"), 5));
        Assert.Throws<ArgumentException>(() => New().Run(t => t.Categorical("x", "a", "a").Length, 5));
        Assert.Throws<ArgumentException>(() => New().Run(t => t.Float("x", 0, 1) + t.Float("x", 0, 2), 5));
        Assert.Throws<ArgumentException>(() => New().Run(t => t.Report(1, 0) && t.Report(1, 0) ? 0 : 1, 5));
        // Not even an objective that catches everything hides it.
        Assert.Throws<ArgumentException>(() => New().Run(
            t =>
            {
                try
                {
                    return t.Float("", 0, 1);
                }
                catch (ArgumentException)
                {
                    return 0;
                }
            },
            5));
        Assert.Contains("'numbers 0 to 1' in trial 0 and is now 'numbers 0 to 2'", Assert.Throws<UserErrorException>(() => New().Run(t => t.Float("x", 0, 1 + t.Number), 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StepsEndAtTheLastOneThatFits()
    {
        var values = Study.Create(new StudyOptions { Sampler = SearchSampler.Random() }).Run(t => t.Float("drop", 0.05, 0.40, step: 0.01) + t.Int("n", 1, 10, step: 4), 300).Trials;
        Assert.Equal([1.0, 5, 9], values.Select(t => t["n"]).Distinct().Order());
        Assert.Equal(36, values.Select(t => Math.Round(t["drop"], 9)).Distinct().Count());
        Assert.Equal(0.40, values.Max(t => t["drop"]), 1e-12);
        Assert.Equal(7, Study.Create(new StudyOptions()).Run(t => t.Int("n", 7, 7), 1).Best.Value);
    }

    [Fact]
    public void MedianPrunesWhatLiesBehindAfterWarmUp()
    {
        // Trial k reports k + 10/step at steps 1 to 4: later trials are worse.
        double Objective(Trial trial)
        {
            trial.Float("x", 0, 1);
            for (var step = 1; step <= 4; step++)
            {
                if (!trial.Report(step, trial.Number + (10.0 / step)))
                    return -1000;
            }

            return trial.Number;
        }

        var study = Study.Create(new StudyOptions { Pruner = Pruner.Median(startupTrials: 3, warmupSteps: 2) }).Run(Objective, 8);
        Assert.Equal([TrialState.Complete, TrialState.Complete, TrialState.Complete, .. Enumerable.Repeat(TrialState.Pruned, 5)], study.Trials.Select(t => t.State));
        Assert.All(study.Trials.Skip(3), t => Assert.Equal((2, t.Number + 5.0), (t.Reports.Count, t.Value)));
        Assert.Equal("at step 2 its best value was 8, the median of 3 trials 6", study.Trials[3].Reason);
        Assert.Equal(0, study.Best.Number);
        // Best first when maximising: the same values are then not behind.
        Assert.All(Study.Create(study.Options with { Direction = SearchDirection.Maximise }).Run(Objective, 8).Trials, t => Assert.Equal(TrialState.Complete, t.State));
    }

    [Fact]
    public void CancellingLosesOnlyTheTrialThatRuns()
    {
        using var source = new CancellationTokenSource();
        var study = Study.Create(new StudyOptions());
        var messages = new List<string>();
        Assert.Throws<OperationCanceledException>(() => study.Optimise(
            trial =>
            {
                if (trial.Number == 4)
                    source.Cancel();
                trial.Cancellation.ThrowIfCancellationRequested();
                return trial.Float("x", 0, 1);
            },
            10,
            new ProgressCallback(r => messages.Add(r.Message)),
            source.Token));
        Assert.Equal(4, study.Trials.Count);
        Assert.StartsWith("trial 4 of 10: ", messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void ConditionalParametersAreInTheTableWhereTheyWereUsed()
    {
        var study = Study.Create(new StudyOptions()).Run(SearchFunctions.Mixed, 40);
        Assert.Equal(["kind", "rate", "units", "drop"], study.Parameters.Select(p => p.Name).OrderBy(n => n == "drop"));
        var table = study.ToTable();
        Assert.Equal(40, table.Rows);
        Assert.Equal(table.Text("kind").Select(k => k == "b"), table["drop"].Select(d => !float.IsNaN(d)));
        Assert.Equal(study.Trials.Select(t => (float)t.Value), table["value"]);
        Assert.True(Study.Create(new StudyOptions()).Run(t => t.Float("value", 0, 1), 2).ToTable().Has("parameter value"));
    }

    [Fact]
    public void TheBestTrialCanBeReplayed()
    {
        var best = Study.Create(new StudyOptions()).Run(SearchFunctions.Mixed, 40).Best;
        Assert.Equal(best.Value, SearchFunctions.Mixed(best.Replay()));
        var replay = best.Replay();
        Assert.True(replay.Report(5, 1) && replay.Report(1, double.NaN) && !replay.IsPruned);
        Assert.Throws<ArgumentException>(() => best.Replay().Float("rate", 1e-4, 2, log: true));
        Assert.Throws<ArgumentException>(() => best.Replay().Float("unknown", 0, 1));
        Assert.Throws<ArgumentException>(() => best["unknown"]);
    }
}
