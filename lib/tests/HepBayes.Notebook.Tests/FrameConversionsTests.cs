using Deedle;
using HepBayes.Data;
using Microsoft.Data.Analysis;

namespace HepBayes.Notebooks.Tests;

public class FrameConversionsTests
{
    private static readonly Table Example = Table
        .FromColumns(("mass", [125.1f, float.NaN, -3f]), ("tan beta", [10f, 20f, 30f]))
        .WithText("problem", ["", "tachyon", "no <EWSB>"]);

    [Fact]
    public void A_table_survives_a_DataFrame()
    {
        var frame = Example.ToDataFrame();
        Assert.Equal(3, frame.Rows.Count);
        Assert.Null(frame["mass"][1]);
        AssertSame(Example, FrameConversions.FromDataFrame(frame));
    }

    [Fact]
    public void A_table_survives_Deedle()
    {
        var frame = Example.ToDeedle();
        Assert.Equal((3, 3), (frame.RowCount, frame.ColumnCount));
        Assert.Equal(2, frame.GetColumn<float>("mass").ValueCount);
        AssertSame(Example, FrameConversions.FromDeedle(frame));
    }

    [Fact]
    public void Other_number_types_become_single_precision()
    {
        var frame = new DataFrame(
            new Int32DataFrameColumn("n", [1, 2]), new BooleanDataFrameColumn("ok", [true, false]), new DoubleDataFrameColumn("d", new double?[] { 0.25, null }));
        var table = FrameConversions.FromDataFrame(frame);
        Assert.Equal([1f, 2f], table["n"]);
        Assert.Equal([1f, 0f], table["ok"]);
        Assert.Equal([0.25f, float.NaN], table["d"]);
    }

    [Fact]
    public void Rows_keep_their_order_whatever_the_keys()
    {
        var builder = new FrameBuilder.Columns<string, string>();
        builder.Add("v", new Series<string, double>(["z", "a"], [1.0, 2.0]));
        Assert.Equal([1f, 2f], FrameConversions.FromDeedle(builder.Frame)["v"]);
    }

    [Fact]
    public void A_column_of_dates_is_named()
    {
        var frame = new DataFrame(new DateTimeDataFrameColumn("day", [new DateTime(2026, 1, 1)]));
        Assert.Contains("Column 'day'", Assert.Throws<ArgumentException>(() => FrameConversions.FromDataFrame(frame)).Message, StringComparison.Ordinal);
    }

    private static void AssertSame(Table expected, Table actual)
    {
        Assert.Equal(expected.Columns, actual.Columns);
        Assert.Equal(expected.TextColumns, actual.TextColumns);
        Assert.All(expected.Columns, c => Assert.Equal(expected[c], actual[c]));
        Assert.All(expected.TextColumns, c => Assert.Equal(expected.Text(c), actual.Text(c)));
    }
}
