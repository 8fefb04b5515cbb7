using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Tests.Evaluation;

public class CutFlowTests
{
    private static readonly Table Rows = Table.FromColumns(
        ("leptons", [1f, 2, 2, 3, 2]), ("jets", [1f, 0, 1, 2, 1]), ("w", [1f, 2, 3, -1, 0.5f])).WithText("sample", ["a", "a", "b", "b", "a"]);

    private static readonly CutFlow Cuts = CutFlow.Of(("two leptons", row => row["leptons"] > 1), ("a jet", row => row["jets"] > 0));

    [Fact]
    public void Weights_enter_the_yield_once_and_its_error_twice()
    {
        var flow = Cuts.Apply(Rows, "w", "sample");
        Assert.Equal(["all rows", "two leptons", "a jet"], flow.Stages.Select(stage => stage.Name));
        Assert.Equal([5.5, 4.5, 2.5], flow.Stages.Select(stage => stage.Total.Sum));
        Assert.Equal([15.25, 14.25, 10.25], flow.Stages.Select(stage => stage.Total.SquaredSum));
        Assert.Equal(Math.Sqrt(10.25), flow.Stages[2].Total.Error);
        Assert.Equal(2.5 * 2.5 / 10.25, flow.Stages[2].Total.EffectiveEntries, 12);
        Assert.Equal(new Yield(0.5, 0.25, 1), flow.Stages[2].Of("a"));
        Assert.Equal([3f, -1, 0.5f], flow.Selected["w"]);
        Assert.Equal(5, Cuts.Apply(Rows).Stages[0].Total.EffectiveEntries);
    }

    [Fact]
    public void Groups_sum_to_the_total_at_every_stage()
    {
        var events = Vlq.Prepare(Datasets.Vlq(), 150);
        var flow = CutFlow.Of(("two leptons", r => r["Electron_Multi"] + r["Muon_Multi"] > 1), ("large-R jet", r => r["FatJet_Multi"] > 0)).Apply(events, Vlq.EventWeight, Vlq.Sample);
        Assert.All(flow.Stages, stage => Assert.Equal(stage.Total.Sum, stage.Groups.Values.Sum(y => y.Sum), 1e-9 * stage.Total.Sum));
        // The figures of the data set's README, in fb times the luminosity.
        Assert.Equal(46_302, flow.Selected.Rows);
        Assert.Equal(2348.0 * 150, flow.Stages[2].Of("Zjets").Sum, 100.0);
        Assert.Equal(0.7145 * 150, flow.Stages[2].Of("VLQ_T1000").Sum, 0.02);
        Assert.True(flow.Efficiency("large-R jet", "VLQ_T1000").Value > 100 * flow.Efficiency("large-R jet", "Zjets").Value);
    }

    [Fact]
    public void Equal_weights_give_the_exact_binomial_interval()
    {
        var flow = Cuts.Apply(Rows);
        var exact = BinomialInterval.ClopperPearson(4, 5);
        Assert.Equal(exact.Low, flow.Efficiency("two leptons").Low, 1e-9);
        Assert.Equal(exact.High, flow.Efficiency("two leptons").High, 1e-9);
        Assert.Equal(BinomialInterval.ClopperPearson(3, 4).High, flow.StepEfficiency("a jet").High, 1e-9);
        var scaled = WeightedEfficiency.Of(new Yield(4 * 7.0, 4 * 49.0, 4), new Yield(5 * 7.0, 5 * 49.0, 5));
        Assert.Equal(exact.Low, scaled.Low, 1e-9);
        Assert.Equal((0, 1.0), (WeightedEfficiency.Of(default, new Yield(5, 5, 5)).Low, WeightedEfficiency.Of(new Yield(5, 5, 5), new Yield(5, 5, 5)).High));
    }

    // 1,000 samples of 300 rows in two slices of weights 1 and 20 with efficiencies 0.4 and 0.1; at the exact level 0.95 fewer than
    // 915 intervals with the truth inside have the probability 1e-6. The interval of row counts fails by far.
    [Fact]
    public void The_interval_covers_with_unequal_weights()
    {
        var random = new CounterRandom(5);
        var truth = ((200 * 1 * 0.4) + (100 * 20 * 0.1)) / 2200;
        int inside = 0, naive = 0;
        for (var trial = 0; trial < 1000; trial++)
        {
            Yield passed = default, all = default;
            for (var row = 0; row < 300; row++)
            {
                var (weight, chance) = row < 200 ? (1.0, 0.4) : (20.0, 0.1);
                all = all.With(weight);
                if (random.NextDouble() < chance)
                    passed = passed.With(weight);
            }

            inside += WeightedEfficiency.Of(passed, all).Contains(truth) ? 1 : 0;
            naive += BinomialInterval.ClopperPearson(passed.Rows, all.Rows).Contains(truth) ? 1 : 0;
        }

        Assert.True(inside >= 915, $"{inside} of 1000 inside.");
        Assert.True(naive < 500);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        static string Message(Action action) => Assert.ThrowsAny<Exception>(action).Message;
        Assert.Contains("nearest", Message(() => Cuts.Apply(Rows, "w").Efficiency("two lepton")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'c'", Message(() => Cuts.Apply(Rows, "w", "sample").Efficiency("a jet", "c")));
        Assert.Contains("All 5 weights", Message(() => Cuts.Apply(Rows.WithColumn("w", new float[5]), "w")));
        Assert.Contains("'lepton'", Message(() => CutFlow.Of(("x", row => row["lepton"] > 1)).Apply(Rows)));
        Assert.Contains("at least one cut", Message(() => CutFlow.Of()));
        Assert.Contains("all different", Message(() => CutFlow.Of(("x", _ => true), ("x", _ => true))));
        Assert.Contains("sum to", Message(() => WeightedEfficiency.Of(default, new Yield(-1, 1, 1))));
    }
}
