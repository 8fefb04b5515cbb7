using HepBayes.Data;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Tests.Preprocessing;

public class StandardScalerTests
{
    private static Table Random(int rows, int seed)
    {
        var random = new Random(seed);
        float[] Draw(double mean, double scale) => [.. Enumerable.Range(0, rows).Select(_ => (float)(mean + (scale * (random.NextDouble() - 0.5))))];
        return Table.FromColumns(("small", Draw(0, 1e-6)), ("large", Draw(1e6, 10)), ("other", Draw(3, 3))).WithText("label", [.. Enumerable.Repeat("a", rows)]);
    }

    [Fact]
    public void Means_and_scales_are_those_of_the_training_rows()
    {
        var table = Table.FromColumns(("x", [1, 2, 3, 6]), ("y", [10, 10, 20, 20]));
        var scaler = StandardScaler.Fit(table, ["y", "x"]);
        Assert.Equal(["y", "x"], scaler.Columns);
        Assert.Equal([15.0, 3.0], scaler.Means);
        Assert.Equal([5.0, Math.Sqrt(3.5)], scaler.Scales);
        Assert.Equal(4, scaler.Rows);
        Assert.Equal([-1, -1, 1, 1], scaler.Transform(table)["y"]);
    }

    [Fact]
    public void Scaled_training_rows_have_mean_zero_and_deviation_one()
    {
        var table = Random(2000, seed: 1);
        var scaled = StandardScaler.Fit(table, ["small", "large"]).Transform(table);
        foreach (var column in new[] { "small", "large" })
        {
            var values = scaled[column].Select(value => (double)value).ToArray();
            Assert.Equal(0, values.Average(), 5);
            Assert.Equal(1, values.Select(value => value * value).Average(), 5);
        }

        Assert.Equal(table["other"], scaled["other"]);
        Assert.Equal(table.Text("label"), scaled.Text("label"));
        Assert.Equal(table.Columns, scaled.Columns);
    }

    [Fact]
    public void Sums_hold_in_double_precision_where_float_sums_fail()
    {
        // A slow drift over 140,000 rows: float32 sums would stop following it.
        var values = Enumerable.Range(0, 140_000).Select(i => 10_000f + (0.001f * i)).ToArray();
        var mean = values.Average(value => (double)value);
        var scaler = StandardScaler.Fit(Table.FromColumns(("x", values)), ["x"]);
        Assert.Equal(mean, scaler.Means[0], 8);
        Assert.Equal(Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), scaler.Scales[0], 8);
    }

    [Fact]
    public void Test_rows_are_scaled_with_the_figures_of_the_training_rows()
    {
        var (train, test) = (Random(500, seed: 2), Random(300, seed: 3));
        var scaler = StandardScaler.Fit(train, ["other"]);
        var scaled = scaler.Transform(test)["other"];
        Assert.Equal((float)((test["other"][7] - scaler.Means[0]) / scaler.Scales[0]), scaled[7]);
        Assert.Equal(scaled, StandardScaler.Fit(train, ["other"]).Transform(test)["other"]);
    }

    [Fact]
    public void Inverse_undoes_Transform()
    {
        var table = Random(500, seed: 4);
        var scaler = StandardScaler.Fit(table, ["small", "large", "other"]);
        var back = scaler.Inverse(scaler.Transform(table));
        foreach (var (column, scale) in scaler.Columns.Zip(scaler.Scales))
            Assert.All(table[column].Zip(back[column]), pair => Assert.Equal(pair.First, pair.Second, (float)(1e-6 * scale) + (Math.Abs(pair.First) * 1.2e-7f)));
    }

    [Fact]
    public void Saving_and_loading_keeps_every_bit()
    {
        var table = Random(300, seed: 5);
        var scaler = StandardScaler.Fit(table, ["small", "large", "other"]);
        var again = StandardScaler.FromJson(scaler.ToJson());
        Assert.Equal(scaler.Columns, again.Columns);
        Assert.Equal(scaler.Means, again.Means);
        Assert.Equal(scaler.Scales, again.Scales);
        Assert.Equal(300, again.Rows);
        Assert.Equal(scaler.Transform(table)["large"], again.Transform(table)["large"]);
    }

    [Fact]
    public void Unusable_columns_are_refused_by_name()
    {
        var table = Table.FromColumns(("constant", [2, 2, 2]), ("holed", [1, float.NaN, 3]), ("fine", [1, 2, 3]));
        Assert.Contains("'constant'", Assert.Throws<UserErrorException>(() => StandardScaler.Fit(table, ["fine", "constant"])).Message);
        var holed = Assert.Throws<UserErrorException>(() => StandardScaler.Fit(table, ["holed"])).Message;
        Assert.Contains("'holed'", holed);
        Assert.Contains("row 1 ", holed);
        Assert.Equal("fine", Assert.Throws<ColumnNotFoundException>(() => StandardScaler.Fit(table, ["fin"])).Nearest[0]);
        Assert.Throws<ArgumentException>(() => StandardScaler.Fit(table, []));
        Assert.Throws<ArgumentException>(() => StandardScaler.Fit(table, ["fine", "fine"]));
        Assert.Throws<UserErrorException>(() => StandardScaler.Fit(table.Head(0), ["fine"]));
    }

    [Fact]
    public void Unusable_values_are_refused_when_transforming()
    {
        var scaler = StandardScaler.Fit(Table.FromColumns(("x", [1, 2, 3])), ["x"]);
        Assert.Contains("row 2 ", Assert.Throws<UserErrorException>(() => scaler.Transform(Table.FromColumns(("x", [1, 2, float.NaN])))).Message);
        Assert.Throws<ColumnNotFoundException>(() => scaler.Transform(Table.FromColumns(("y", [1]))));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"format":"another","version":1,"columns":["x"],"means":[0],"scales":[1],"rows":3}""")]
    [InlineData("""{"format":"hepbayes.standard-scaler","version":2,"columns":["x"],"means":[0],"scales":[1],"rows":3}""")]
    [InlineData("""{"format":"hepbayes.standard-scaler","version":1,"columns":["x"],"means":[],"scales":[1],"rows":3}""")]
    [InlineData("""{"format":"hepbayes.standard-scaler","version":1,"columns":["x"],"means":[0],"scales":[0],"rows":3}""")]
    [InlineData("""{"format":"hepbayes.standard-scaler","version":1,"columns":null,"means":[0],"scales":[1],"rows":3}""")]
    public void A_text_that_is_no_scaler_is_refused(string json)
    {
        Assert.Contains("scaler", Assert.Throws<UserErrorException>(() => StandardScaler.FromJson(json)).Message);
    }
}
