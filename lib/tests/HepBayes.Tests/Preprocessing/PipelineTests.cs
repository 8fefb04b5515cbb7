using HepBayes.Data;
using HepBayes.Preprocessing;
using HepBayes.Runtime;

namespace HepBayes.Tests.Preprocessing;

public class PipelineTests
{
    private static Table Random(int rows, ulong seed)
    {
        var random = new CounterRandom(seed);
        var (x, y, z) = (new float[rows], new float[rows], new float[rows]);
        for (var i = 0; i < rows; i++)
        {
            var common = random.NextNormal();
            (x[i], y[i], z[i]) = ((float)Math.Exp(common), (float)((3 * common) + random.NextNormal()), (float)(100 + random.NextNormal()));
        }

        return Table.FromColumns(("x", x), ("y", y), ("z", z), ("label", [.. Enumerable.Range(0, rows).Select(i => (float)(i % 2))]));
    }

    private static PipelinePlan Plan() => Pipeline.Of("x", "z", "y").Log("x").Power("y").Standardise().PrincipalComponents(whiten: true);

    [Fact]
    public void Every_step_can_be_undone()
    {
        var table = Random(400, 1);
        var pipeline = Plan().Fit(table, "label");
        Assert.Equal(["PC1", "PC2", "PC3"], pipeline.Outputs);
        Assert.Equal(["label", "PC1", "PC2", "PC3"], pipeline.Transform(table).Columns);
        var back = pipeline.Inverse(pipeline.Transform(table));
        foreach (var column in pipeline.Columns)
            Assert.All(table[column].Zip(back[column]), pair => Assert.Equal(pair.First, pair.Second, 2e-5f * Math.Max(1, Math.Abs(pair.First))));
        Assert.Equal(table["label"], back["label"]);
    }

    [Fact]
    public void Only_the_rows_of_the_fit_matter()
    {
        var (train, test) = (Random(300, 1), Random(200, 2));
        var pipeline = Plan().Fit(train);
        var one = pipeline.Transform(test)["PC1"][..50];
        Assert.Equal(one, pipeline.Transform(test.Head(50))["PC1"]);
        Assert.Equal(pipeline.Fingerprint, Plan().Fit(train).Fingerprint);
        Assert.NotEqual(pipeline.Fingerprint, Plan().Fit(train.Head(299)).Fingerprint);
        Assert.Equal(300, pipeline.Rows);
    }

    [Fact]
    public void Whitened_training_rows_are_uncorrelated_with_variance_one()
    {
        var table = Random(500, 3);
        var white = Plan().Fit(table).Transform(table);
        string[] names = ["PC1", "PC2", "PC3"];
        foreach (var a in names)
        {
            foreach (var b in names)
                Assert.Equal(a == b ? 1 : 0, white[a].Zip(white[b], (u, v) => (double)u * v).Sum() / 499, 1e-5);
        }
    }

    [Fact]
    public void Columns_are_found_by_name_and_come_in_the_order_of_the_plan()
    {
        var table = Random(100, 4);
        var pipeline = Pipeline.Of("z", "x").Standardise("x").Fit(table);
        var matrix = pipeline.Matrix(table);
        Assert.Equal(matrix, pipeline.Matrix(table.Select("label", "y", "x", "z")));
        Assert.Equal(table["z"][7], matrix[14]);
        Assert.Equal((float)((table["x"][7] - table["x"].Average(v => (double)v)) / Math.Sqrt(table["x"].Average(v => Math.Pow(v - table["x"].Average(w => (double)w), 2)))), matrix[15], 1e-5f);
    }

    [Fact]
    public void Saving_and_loading_keeps_every_bit()
    {
        var table = Random(200, 5);
        var pipeline = Plan().Fit(table);
        var again = Pipeline.FromJson(pipeline.ToJson());
        Assert.Equal(pipeline.Fingerprint, again.Fingerprint);
        Assert.Equal(pipeline.Matrix(table), again.Matrix(table));
    }

    [Fact]
    public void Components_of_a_known_covariance()
    {
        // Points at (+-2, +-2) and (+-1, -+1): axes along the diagonals, variances 8 x 2 / 3 and 2 x 2 / 3.
        var table = Table.FromColumns(("u", [2, -2, 1, -1]), ("v", [2, -2, -1, 1]));
        var components = PrincipalComponents.Fit(table, ["u", "v"]);
        Assert.Equal(16.0 / 3, components.ExplainedVariance[0], 1e-12);
        Assert.Equal(4.0 / 3, components.ExplainedVariance[1], 1e-12);
        Assert.Equal(Math.Sqrt(0.5), components.Axes[0][0], 1e-12);
        Assert.Equal(Math.Sqrt(0.5) * Math.Sqrt(16.0 / 3), components.Loadings[0][1], 1e-12);
        Assert.Equal(0.8, components.ExplainedVarianceRatio[0], 1e-12);
        Assert.All(components.Axes, axis => Assert.True(axis.MaxBy(Math.Abs) > 0));
    }

    [Fact]
    public void Missing_columns_are_named_all_at_once()
    {
        var pipeline = Pipeline.Of("x", "y", "z").Standardise().Fit(Random(50, 1));
        var two = Assert.Throws<ColumnNotFoundException>(() => pipeline.Transform(Random(50, 1).Without("x", "z")));
        Assert.Contains("2 columns of the pipeline are missing", two.Message);
        Assert.Contains("'x', 'z'", two.Message);
        Assert.Contains("'x'", Assert.Throws<ColumnNotFoundException>(() => pipeline.Matrix(Random(50, 1).Without("x"))).Message);
        Assert.Throws<ColumnNotFoundException>(() => Pipeline.Of("w").Fit(Random(50, 1)));
    }

    [Fact]
    public void What_cannot_be_fitted_or_transformed_is_refused_with_its_place()
    {
        var table = Random(50, 1);
        Assert.Contains("0 rows", Assert.Throws<UserErrorException>(() => Plan().Fit(table.Where(row => row["x"] < 0))).Message);
        var log = Assert.Throws<UserErrorException>(() => Pipeline.Of("y").Log().Fit(table)).Message;
        Assert.Contains("'y'", log);
        Assert.Contains("values above", log);
        var pipeline = Pipeline.Of("x").Log().Fit(table);
        Assert.Contains("row 2 ", Assert.Throws<UserErrorException>(() => pipeline.Transform(Table.FromColumns(("x", [1, 2, 0])))).Message);
        Assert.Contains("'q'", Assert.Throws<ArgumentException>(() => Pipeline.Of("x").Log("q").Fit(table)).Message);
        Assert.Throws<ArgumentException>(() => Pipeline.Of("x", "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pipeline.Of("x", "y").PrincipalComponents(3).Fit(table));
        var twice = table.WithColumn("twice", Array.ConvertAll(table["y"], v => 2 * v));
        Assert.Contains("no variance", Assert.Throws<UserErrorException>(() => Pipeline.Of("y", "twice").PrincipalComponents(whiten: true).Fit(twice)).Message);
        Assert.Throws<UserErrorException>(() => Pipeline.Of("c").Power().Fit(table.WithColumn("c", new float[50])));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("""{"format":"hepbayes.pipeline","version":2,"columns":["x"],"steps":[],"rows":3}""")]
    [InlineData("""{"format":"hepbayes.pipeline","version":1,"columns":[],"steps":[],"rows":3}""")]
    [InlineData("""{"format":"hepbayes.pipeline","version":1,"columns":["x"],"steps":[{"format":"other"}],"rows":3}""")]
    [InlineData("""{"format":"hepbayes.pipeline","version":1,"columns":["x"],"steps":[{"format":"hepbayes.log","version":1,"columns":["y"],"offset":0}],"rows":3}""")]
    public void A_text_that_is_no_pipeline_is_refused(string json) =>
        Assert.Contains("pipeline", Assert.Throws<UserErrorException>(() => Pipeline.FromJson(json)).Message);
}
