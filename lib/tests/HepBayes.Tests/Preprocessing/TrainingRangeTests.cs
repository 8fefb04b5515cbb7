using HepBayes.Data;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Tests.Preprocessing;

public class TrainingRangeTests
{
    private static readonly Table Training = Table.FromColumns(("mass", [200, 500, 4000]), ("tanb", [1, 30, 60]));

    [Fact]
    public void Rows_outside_of_any_column_are_flagged()
    {
        var range = TrainingRange.Fit(Training, ["mass", "tanb"]);
        var outside = range.Outside(Table.FromColumns(("tanb", [1, 61, 5, 5]), ("mass", [200, 300, 4001, 4000])));
        Assert.Equal([false, true, true, false], outside);
    }

    [Fact]
    public void Another_unit_is_noticed()
    {
        var range = TrainingRange.Fit(Training, ["mass"]);
        var inTeV = Table.FromColumns(("mass", [.. Enumerable.Range(1, 20).Select(i => 0.2f * i)]));
        var error = Assert.Throws<UserErrorException>(() => range.Outside(inTeV));
        Assert.Contains("'mass'", error.Message, StringComparison.Ordinal);
        Assert.Contains("TeV", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_small_rows_are_no_other_unit() =>
        Assert.Equal([true], TrainingRange.Fit(Training, ["mass"]).Outside(Table.FromColumns(("mass", [1f]))));

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => TrainingRange.Fit(Training, []));
        Assert.Throws<UserErrorException>(() => TrainingRange.Fit(Table.FromColumns(("mass", [float.NaN])), ["mass"]));
        Assert.Throws<ColumnNotFoundException>(() => TrainingRange.Fit(Training, ["mass"]).Outside(Table.FromColumns(("tanb", [1f]))));
    }
}
