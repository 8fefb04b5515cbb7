using HepBayes.Data;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Tests.Preprocessing;

public class LeakGuardTests
{
    private static readonly Table Events = Datasets.Ship();

    [Fact]
    public void The_labels_in_disguise_of_the_course_are_refused()
    {
        var message = Assert.Throws<UserErrorException>(() => Pipeline.Of([.. Ship.CourseInputs, Ship.GoodReco]).Standardise().Fit(Events, Datasets.Signal)).Message;
        Assert.Contains("'Good Reco' cannot be an input: a cut on it alone separates", message);
        var leaks = LeakGuard.Find(Events, [.. Ship.Features, .. Ship.Forbidden, Datasets.Signal], Datasets.Signal, Ship.Forbidden);
        Assert.Equal(["Invariant Mass (GeV/c^2)", "Good Reco", "Event Type", "signal"], leaks.Select(leak => leak.Column));
        Assert.Empty(LeakGuard.Find(Events, Ship.Features, Datasets.Signal, Ship.Forbidden));
    }

    [Fact]
    public void Forced_columns_pass()
    {
        var pipeline = Pipeline.Of(Ship.Mass, Ship.GoodReco).Fit(Events, Datasets.Signal, Ship.Forbidden, forced: [Ship.GoodReco, Ship.Mass]);
        Assert.Equal(2, pipeline.Outputs.Count);
        Assert.Contains("list of forbidden", Assert.Throws<UserErrorException>(() => Pipeline.Of(Ship.Mass).Fit(Events, Datasets.Signal, Ship.Forbidden)).Message);
    }

    [Fact]
    public void Codes_between_and_beside_each_other_are_found_but_measurements_are_not()
    {
        float[] label = [.. Enumerable.Range(0, 90).Select(i => (float)(i % 3 == 1 ? 1 : 0))];
        var table = Table.FromColumns(("label", label), ("code", [.. Enumerable.Range(0, 90).Select(i => (float)(i % 3))]), ("distinct", [.. Enumerable.Range(0, 90).Select(i => (float)((i * 37) % 90))]));
        var leak = Assert.Single(LeakGuard.Find(table, ["code", "distinct"], "label"));
        Assert.Equal("code", leak.Column);
        Assert.Contains("different values", leak.Reason);
    }

    [Fact]
    public void Labels_that_are_no_labels_are_refused()
    {
        var table = Table.FromColumns(("x", [1, 2, 3]), ("bad", [0, 1, 2]), ("same", [1, 1, 1]));
        Assert.Contains("row 2", Assert.Throws<UserErrorException>(() => LeakGuard.Check(table, ["x"], "bad")).Message);
        Assert.Contains("both classes", Assert.Throws<UserErrorException>(() => LeakGuard.Check(table, ["x"], "same")).Message);
    }
}
