using HepBayes.Data;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Tests.Preprocessing;

public class ClassBalanceTests
{
    private static readonly Table Events = Table.FromColumns(
        ("label", [.. Enumerable.Range(0, 100).Select(i => i < 20 ? 1f : 0f)]),
        ("weight", [.. Enumerable.Range(0, 100).Select(i => 0.1f + (i % 7))]),
        ("number", [.. Enumerable.Range(0, 100).Select(i => (float)i)]));

    [Theory]
    [InlineData(null)]
    [InlineData("weight")]
    public void Weights_of_each_class_sum_to_half_the_rows(string? column)
    {
        var weights = ClassBalance.Weights(Events, "label", column);
        Assert.Equal(50, weights[..20].Sum(w => (double)w), 1e-4);
        Assert.Equal(50, weights[20..].Sum(w => (double)w), 1e-4);
        if (column is not null)
            Assert.Equal(Events["weight"][3] / Events["weight"][5], weights[3] / weights[5], 1e-5f);
    }

    [Fact]
    public void A_balanced_sample_has_every_row_of_the_smaller_class_once()
    {
        var sample = ClassBalance.Sample(Events, "label", seed: 3);
        Assert.Equal((40, 20f), (sample.Rows, sample["label"].Sum()));
        Assert.Equal(40, sample["number"].Distinct().Count());
        Assert.Equal(sample["number"], ClassBalance.Sample(Events, "label", seed: 3)["number"]);
        Assert.NotEqual(sample["number"], ClassBalance.Sample(Events, "label", seed: 4)["number"]);
    }

    [Fact]
    public void Weights_that_cannot_train_are_refused()
    {
        var negative = Events.WithColumn("weight", [.. Events["weight"].Select((w, i) => i == 30 ? -1f : w)]);
        Assert.Contains("row 30", Assert.Throws<UserErrorException>(() => ClassBalance.Weights(negative, "label", "weight")).Message);
        Assert.Contains("both classes", Assert.Throws<UserErrorException>(() => ClassBalance.Weights(Events.Head(20), "label")).Message);
        Assert.Contains("both classes", Assert.Throws<UserErrorException>(() => ClassBalance.Weights(Events.WithColumn("weight", new float[100]), "label", "weight")).Message);
        Assert.Throws<UserErrorException>(() => ClassBalance.Sample(Events, "number", 1));
        Assert.Throws<ColumnNotFoundException>(() => ClassBalance.Weights(Events, "labels"));
    }
}
