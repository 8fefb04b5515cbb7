using HepBayes.Data;
using HepBayes.Runtime;
using HepBayes.Studies;
using HepBayes.Training.Search;

namespace HepBayes.Tests.Studies;

public sealed class SearchTests : IDisposable
{
    private readonly TinyStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void Trials_do_not_depend_on_each_other()
    {
        var output = CommandRun.Good("search", study.Path, "--output", study.File("a"));
        foreach (var unit in (int[])[5, 2, 0, 4, 1, 3])
            CommandRun.Good("search", study.Path, "--output", study.File("b"), "--unit", $"{unit}", "--threads", unit > 2 ? "2" : "1");
        CommandRun.Good("merge", study.File("b"));
        Assert.Equal(FolderContent.Of(study.File("a")), FolderContent.Of(study.File("b")));

        var search = StudyRun.Open(study.File("a")).Search();
        Assert.Equal(6, search.Trials.Count);
        Assert.All(search.Trials, trial => Assert.Equal(TrialState.Complete, trial.State));
        Assert.Contains($"Best: trial {search.Best.Number} ", output, StringComparison.Ordinal);
        Assert.Contains($"\"trial\": {search.Best.Number}", File.ReadAllText(Path.Combine(study.File("a"), "merged", "best.json")), StringComparison.Ordinal);
        Assert.Equal(6, TextTable.Read(Path.Combine(study.File("a"), "merged", "trials.csv")).Rows);

        // Trial by trial what the random search of the library asks for.
        var local = Study.Create(SearchWork.Options(study.Load(), study.File("none")) with { File = null }).Optimise(
            trial =>
            {
                var layers = trial.Int("layers", 1, 2);
                return Enumerable.Range(1, layers).Sum(k => trial.Int($"units {k}", 2, 6)) + trial.Float("learning rate", 0.001, 0.1, log: true) + trial.Categorical("batch rows", 128);
            },
            trials: 6,
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(local.Trials.Select(t => t["learning rate"]), search.Trials.Select(t => t["learning rate"]));
        Assert.Equal(local.Trials.Select(t => t["units 1"]), search.Trials.Select(t => t["units 1"]));
    }

    [Fact]
    public void A_missing_trial_leaves_a_table()
    {
        CommandRun.Good("search", study.Path, "--output", study.File("a"), "--trials", "3");
        Directory.Delete(study.Unit("a", 1), recursive: true);
        CommandRun.Good("merge", study.File("a"), "--allow-missing");
        Assert.Equal([0, 2], TextTable.Read(Path.Combine(study.File("a"), "merged", "trials.csv"))["trial"]);
        Assert.Contains("lacks the trials 1", Assert.Throws<UserErrorException>(() => StudyRun.Open(study.File("a")).Search()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_explained()
    {
        using var without = new TinyStudy(text => text.Replace("\"validation\": 0.2, \"test\": 0.1", "\"validation\": 0, \"test\": 0.3", StringComparison.Ordinal));
        CommandRun.Refused(2, ["has no validation rows"], "search", without.Path, "--output", without.File("a"));
        using var none = new TinyStudy(text => text.Replace("\"chains\": 8,", "\"chains\": 8 }", StringComparison.Ordinal)[..text.IndexOf("\"predict\"", StringComparison.Ordinal)]);
        CommandRun.Refused(2, ["no key 'search'"], "search", none.Path, "--output", none.File("a"));
        CommandRun.Good("check", "--units", "1", "--output", study.File("check"));
        Assert.Contains("is a run of 'check', not of 'search'", Assert.Throws<UserErrorException>(() => StudyRun.Open(study.File("check")).Search()).Message, StringComparison.Ordinal);
    }
}
