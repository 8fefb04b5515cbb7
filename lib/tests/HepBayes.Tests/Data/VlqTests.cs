using HepBayes.Data;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Tests.Data;

public class VlqTests
{
    private static readonly Table Events = Vlq.Prepare(Datasets.Vlq(), luminosity: 150);

    [Fact]
    public void Features_are_the_69_of_the_file_in_its_order()
    {
        Assert.Equal(69, Vlq.Features.Count);
        Assert.Equal(Datasets.Vlq().Columns.Where(name => !name.StartsWith("gen_", StringComparison.Ordinal)), Vlq.Features);
        Assert.Equal((14, 26, 26, 3), (Vlq.Leptons.Count, Vlq.Jets.Count, Vlq.LargeRadiusJets.Count, Vlq.EventTotals.Count));
        Assert.Equal((15, 14), (Vlq.Azimuths.Count, Vlq.Momenta.Count));
        Assert.Equal(("GeV", "rad", ""), (Vlq.Unit("ScalarHT_HT"), Vlq.Unit("Jet3_Phi"), Vlq.Unit("FatJet1_Tau2")));
        Assert.Equal(1200, Vlq.Mass("VLQ_T1200"));
    }

    [Fact]
    public void Samples_and_weights_are_those_of_the_provenance()
    {
        Assert.Equal([.. Vlq.Signals.Concat(Vlq.Backgrounds).Order()], Events.Text(Vlq.Sample).Distinct().Order());
        Assert.Equal(30_000, Events[Datasets.Signal].Sum());
        // 0.001038 pb of VLQ_T1000 before the selection, at 150 fb^-1.
        Assert.Equal(0.001038 * 150_000, Vlq.OfSamples(Events, "VLQ_T1000")[Vlq.EventWeight].Sum(w => (double)w), 0.01);
        var row = Events.Where(r => r.Text(Vlq.Sample) == "VLQ_T1400").Head(1);
        Assert.Equal(EventWeights.Of(row[Vlq.CrossSection][0], 11_285, 150), row[Vlq.EventWeight][0], 1e-5);
    }

    [Fact]
    public void Training_weights_sum_to_half_the_rows_in_each_class()
    {
        var train = Events.Where(row => row.Text(Vlq.Part) == "train" && row["FatJet_Multi"] > 0);
        var weights = ClassBalance.Weights(train, Datasets.Signal, Vlq.EventWeight);
        var labels = train[Datasets.Signal];
        foreach (var c in new[] { 0f, 1f })
            Assert.Equal(0.5 * train.Rows, weights.Where((_, row) => labels[row] == c).Sum(w => (double)w), 1e-6 * train.Rows);
        Assert.All(weights, w => Assert.True(w > 0));
    }

    [Fact]
    public void Yields_are_unchanged_by_splitting()
    {
        var events = Events.Where(row => row["FatJet_Multi"] > 0);
        var split = events.Split(0.5, 0.25, 0.25, seed: 7, stratify: Vlq.Sample);
        foreach (var sample in Vlq.Signals.Concat(Vlq.Backgrounds))
        {
            double Of(Table table) => Vlq.OfSamples(table, sample)[Vlq.EventWeight].Sum(w => (double)w);
            Assert.Equal(Of(events), Of(split.Train) + Of(split.Validation) + Of(split.Test), 1e-9 * Of(events));
            // Each part alone stands for the whole once it is scaled.
            var scaled = split.Test.WithColumn(Vlq.EventWeight, EventWeights.ScaledTo(split.Test, events, Vlq.EventWeight, Vlq.Sample));
            Assert.Equal(Of(events), Of(scaled), 1e-6 * Of(events));
        }
    }

    [Fact]
    public void No_row_occurs_twice_nor_in_two_splits()
    {
        Assert.Equal(Events.Rows, DuplicateRows.Drop(Events, Vlq.Features).Rows);
        var split = Events.Split(0.6, 0.2, 0.2, seed: 1, stratify: Vlq.Sample);
        Assert.Equal(0, DuplicateRows.Common(split.Train, split.Test, Vlq.Features));
        // What the original study did: the same files in full and in parts.
        var doubled = Table.Concat(Events.Head(1000), Events.Head(300));
        Assert.Equal(1000, DuplicateRows.Drop(doubled, Vlq.Features).Rows);
        Assert.Equal(300, DuplicateRows.Common(Events.Head(300), doubled.Head(1000), Vlq.Features));
    }

    [Fact]
    public void Features_in_another_order_are_matched_by_name()
    {
        var shuffled = Events.Head(500).Select([.. Events.Columns.Reverse(), .. Events.TextColumns]);
        var plan = Pipeline.Of(Vlq.Features).Standardise();
        var fitted = plan.Fit(Events.Head(2000));
        Assert.Equal(fitted.Matrix(Events.Head(500)), fitted.Matrix(shuffled));
        Assert.Equal(Vlq.Prepare(Datasets.Vlq().Head(9), 150)[Vlq.EventWeight], Events.Head(9)[Vlq.EventWeight]);
    }

    [Fact]
    public void Wrong_names_get_the_nearest_ones()
    {
        static string Message(Action action) => Assert.ThrowsAny<UserErrorException>(action).Message;
        Assert.Contains("nearest: 'VLQ_T1200'", Message(() => Vlq.OfSamples(Events, "VLQ_T1220")));
        Assert.Contains("nearest: 'Zjets'", Message(() => Vlq.Prepare(Datasets.Vlq().Head(3).WithText(Vlq.Sample, ["Zjets", "Zjts", "WW"]), 150)));
        Assert.Contains("VLQ_T1000", Message(() => Vlq.Mass("ttbar")));
        Assert.Contains("'Jet1_PT'", Message(() => Vlq.Unit("Jet1_P")));
        var lacking = Datasets.Vlq().Head(5).Without("Jet1_PT", "ScalarHT_HT", "gen_weight");
        var message = Message(() => Vlq.Prepare(lacking, 150));
        Assert.Contains("lacks 3 of the 72 columns", message);
        Assert.Contains("'Jet1_PT' (nearest:", message);
        Assert.Contains("no class", Message(() => Vlq.Prepare(Datasets.Vlq().Head(1).WithText(Vlq.Label, ["?"]), 150)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vlq.Prepare(Datasets.Vlq().Head(1), 0));
    }
}
