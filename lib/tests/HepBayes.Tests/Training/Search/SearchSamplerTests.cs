using HepBayes.Tests.Support;
using HepBayes.Training.Search;

namespace HepBayes.Tests.Training.Search;

public class SearchSamplerTests
{
    [Fact]
    public void RandomValuesAreUniformOnTheirAxis()
    {
        const int Trials = 3000;
        var trials = Study.Create(new StudyOptions { Sampler = SearchSampler.Random(), Seed = 4 }).Run(
            trial =>
            {
                Assert.InRange(trial.Int("log int", 1, 1000, log: true), 1, 1000);
                trial.Int("int", -3, 6);
                trial.Float("step", 0.05, 0.40, step: 0.05);
                trial.Categorical("kind", 128, 256, 512, 1024);
                return trial.Float("x", -2, 3) + trial.Float("rate", 1e-5, 1e-1, log: true);
            },
            Trials).Trials;
        double[] Column(string name) => [.. trials.Select(t => t[name])];
        StatAssert.DistributionEquals(Column("x"), x => (x + 2) / 5, "a number");
        StatAssert.DistributionEquals(Column("rate"), x => Math.Log(x / 1e-5) / Math.Log(1e4), "a logarithmic number");
        StatAssert.RanksAreUniform([.. Column("int").Select(v => (int)v + 3)], 10, 10, "a whole number");
        StatAssert.RanksAreUniform([.. Column("step").Select(v => (int)Math.Round((v - 0.05) / 0.05))], 8, 8, "a number with steps");
        StatAssert.RanksAreUniform([.. Column("kind").Select(v => (int)v)], 4, 4, "a choice");
        // A whole number owns the part of the logarithmic axis that is rounded to it.
        var share = Math.Log(1.5 / 0.5) / Math.Log(1000.5 / 0.5);
        StatAssert.MeanEquals([.. Column("log int").Select(v => v == 1 ? 1.0 : 0.0)], share, "the share of the smallest whole number");
    }

    [Fact]
    public void AGridVisitsEveryCombinationOnce()
    {
        double Objective(Trial trial) => trial.Int("units", 20, 150) + trial.Float("drop", 0, 0.5, step: 0.1) + (trial.Categorical("norm", true, false) ? 1 : 0);
        var options = new StudyOptions { Sampler = SearchSampler.Grid(("units", [20, 50, 150]), ("drop", [0.0, 0.3]), ("norm", [true, false])), Seed = 2 };
        var trials = Study.Create(options).Run(Objective, 100).Trials;
        Assert.Equal(12, trials.Count);
        Assert.Equal(12, trials.Select(t => (t["units"], Math.Round(t["drop"], 6), t.Text("norm"))).Distinct().Count());
        Assert.All(trials, t => Assert.Contains(t["units"], new[] { 20.0, 50, 150 }));

        // The order belongs to the seed.
        string Order(int seed) => string.Join(' ', Study.Create(options with { Seed = seed }).Run(Objective, 12).Trials.Select(t => t.Value));
        Assert.Equal(Order(2), Order(2));
        Assert.NotEqual(Order(2), Order(3));
    }

    [Fact]
    public void AGridThatDoesNotFitTheObjectiveIsRefused()
    {
        Study Grid(params (string, object[])[] axes) => Study.Create(new StudyOptions { Sampler = SearchSampler.Grid(axes) });
        string Message(Study study, Func<Trial, double> objective) => Assert.Throws<ArgumentException>(() => study.Run(objective, 1)).Message;
        Assert.Contains("not on the grid (units)", Message(Grid(("units", [1])), t => t.Float("rate", 0, 1)), StringComparison.Ordinal);
        Assert.Contains("'7' for 'units', which is defined as whole numbers 1 to 5", Message(Grid(("units", [7])), t => t.Int("units", 1, 5)), StringComparison.Ordinal);
        Assert.Contains("'0.35'", Message(Grid(("drop", [0.35])), t => t.Float("drop", 0, 1, step: 0.1)), StringComparison.Ordinal);
        Assert.Contains("'x'", Message(Grid(("kind", ["x"])), t => t.Categorical("kind", "a", "b").Length), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SearchSampler.Grid());
        Assert.Throws<ArgumentException>(() => SearchSampler.Grid(("a", [1]), ("a", [2])));
    }
}
