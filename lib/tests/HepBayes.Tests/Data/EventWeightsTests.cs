using HepBayes.Data;

namespace HepBayes.Tests.Data;

public class EventWeightsTests
{
    private static readonly Table Rows = Table.FromColumns(("w", [0.1f, 0.2f, -0.1f, 0.4f]), ("x", [1, 2, 3, 4])).WithText("s", ["a", "a", "b", "b"]);

    [Fact]
    public void A_weight_is_cross_section_times_luminosity_over_generated_events()
    {
        // 2 pb at 150 fb^-1 are 300,000 events; 1,000 were generated.
        Assert.Equal(300, EventWeights.Of(2, 1000, 150));
        Assert.Equal([100f, 200, -100, 400], EventWeights.AtLuminosity(Rows, "w", 1));
    }

    [Fact]
    public void A_part_is_scaled_group_by_group()
    {
        var part = Rows.Take([0, 3]);
        var scaled = EventWeights.ScaledTo(part, Rows, "w", "s");
        Assert.Equal(0.3, scaled[0], 1e-6);
        Assert.Equal(0.3, scaled[1], 1e-6);
        Assert.Equal(Rows["w"], EventWeights.ScaledTo(Rows, Rows, "w", "s"));
    }

    [Fact]
    public void Bad_weights_are_named()
    {
        static string Message(Action action) => Assert.ThrowsAny<Exception>(action).Message;
        Assert.Contains("All 4 weights", Message(() => EventWeights.AtLuminosity(Rows.WithColumn("w", new float[4]), "w", 1)));
        Assert.Contains("row 1", Message(() => EventWeights.AtLuminosity(Rows.WithColumn("w", [1, float.NaN, 1, 1]), "w", 1)));
        Assert.Contains("'b' (column 's')", Message(() => EventWeights.ScaledTo(Rows.Head(2), Rows, "w", "s")));
        Assert.Contains("'b'", Message(() => EventWeights.ScaledTo(Rows, Rows.Head(2), "w", "s")));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventWeights.Of(-1, 10, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventWeights.Of(1, 0, 1));
        Assert.Throws<ColumnNotFoundException>(() => EventWeights.AtLuminosity(Rows, "weight", 1));
    }

    [Fact]
    public void Keys_of_rows_treat_missing_values_and_signed_zeros_alike()
    {
        var table = Table.FromColumns(("a", [0f, -0f, float.NaN, float.NaN, 1]), ("b", [1f, 1, 2, 2, 1]));
        Assert.Equal([1f, 2, 1], DuplicateRows.Drop(table, ["a", "b"])["b"]);
        Assert.Throws<ArgumentException>(() => DuplicateRows.Drop(table, []));
        Assert.Throws<ColumnNotFoundException>(() => DuplicateRows.Drop(table, ["c"]));
    }
}
