using HepBayes.Data;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Tests.Data;

public class TableTests
{
    private static Table Small() => Table
        .FromColumns(("a", [1, 2, 3, 4]), ("b", [10, 20, 30, 40]))
        .WithText("kind", ["x", "y", "x", "z"]);

    [Fact]
    public void Columns_are_named_and_counted()
    {
        var table = Small();
        Assert.Equal(4, table.Rows);
        Assert.Equal(["a", "b"], table.Columns);
        Assert.Equal(["kind"], table.TextColumns);
        Assert.Equal([10, 20, 30, 40], table["b"]);
        Assert.Equal(["x", "y", "x", "z"], table.Text("kind"));
        Assert.True(table.Has("a") && table.Has("kind") && !table.Has("A"));
        Assert.Equal("4 rows, 2 numeric and 1 text columns (columns in memory)", table.ToString());
    }

    [Fact]
    public void A_table_does_not_change_when_arrays_given_or_taken_change()
    {
        float[] given = [1, 2];
        string[] texts = ["p", "q"];
        var table = Table.FromColumns(("a", given)).WithColumn("b", given).WithText("t", texts);
        given[0] = 99;
        texts[0] = "changed";
        table["a"][1] = 99;
        table.Text("t")[1] = "changed";
        Assert.Equal([1, 2], table["a"]);
        Assert.Equal([1, 2], table["b"]);
        Assert.Equal(["p", "q"], table.Text("t"));
    }

    [Fact]
    public void WithColumn_adds_at_the_end_or_replaces_in_place()
    {
        var table = Small();
        Assert.Equal(["a", "b", "c"], table.WithColumn("c", [0, 0, 0, 0]).Columns);
        var replaced = table.WithColumn("a", [5, 6, 7, 8]);
        Assert.Equal(["a", "b"], replaced.Columns);
        Assert.Equal([5, 6, 7, 8], replaced["a"]);
        Assert.Equal([1, 2, 3, 4], table["a"]);
    }

    [Fact]
    public void Columns_must_fit()
    {
        Assert.Contains("3 values, but the table has 2 rows", Assert.Throws<ArgumentException>(() => Table.FromColumns(("a", [1, 2]), ("b", [1, 2, 3]))).Message);
        Assert.Contains("two columns 'a'", Assert.Throws<ArgumentException>(() => Table.FromColumns(("a", [1]), ("a", [1]))).Message);
        Assert.Throws<ArgumentException>(() => Small().WithText("a", ["", "", "", ""]));
        Assert.Throws<ArgumentException>(() => Small().WithColumn(" ", [0, 0, 0, 0]));
    }

    [Fact]
    public void Select_keeps_the_given_order_and_Without_the_rest()
    {
        var chosen = Small().Select("kind", "b");
        Assert.Equal(["b"], chosen.Columns);
        Assert.Equal(["kind"], chosen.TextColumns);
        Assert.Equal(["b", "a"], Small().Select("b", "a").Columns);
        Assert.Equal(4, Small().Select("kind").Rows);
        var rest = Small().Without("a", "kind");
        Assert.Equal(["b"], rest.Columns);
        Assert.Empty(rest.TextColumns);
    }

    [Fact]
    public void Rows_are_taken_in_the_order_given()
    {
        var table = Small().Take([3, 0, 0]);
        Assert.Equal([4, 1, 1], table["a"]);
        Assert.Equal(["z", "x", "x"], table.Text("kind"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small().Take([4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small().Take([-1]));
        Assert.Equal([1, 2], Small().Head(2)["a"]);
        Assert.Equal(4, Small().Head(100).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => Small().Head(-1));
    }

    [Fact]
    public void Where_keeps_the_rows_that_fulfil_the_condition()
    {
        var table = Small().Where(row => row["b"] > 10 && row.Text("kind") != "z");
        Assert.Equal([2, 3], table["a"]);
        Assert.Equal([1, 3], Small().Where(row => row.Index % 2 == 0)["a"]);
        Assert.Equal(0, Table.FromColumns(("a", [float.NaN])).Where(row => row["a"] < 0 || row["a"] >= 0).Rows);
        Assert.Throws<ColumnNotFoundException>(() => Small().Where(row => row["c"] > 0));
        Assert.Throws<ColumnNotFoundException>(() => Small().Where(row => row.Text("kindd") == ""));
    }

    [Fact]
    public void Shuffle_is_a_permutation_that_depends_on_the_seed_only()
    {
        var numbers = Enumerable.Range(0, 1000).Select(i => (float)i).ToArray();
        var table = Table.FromColumns(("i", numbers));
        var first = table.Shuffle(1)["i"];
        Assert.Equal(first, table.Shuffle(1)["i"]);
        Assert.NotEqual(first, table.Shuffle(2)["i"]);
        Assert.NotEqual(numbers, first);
        Assert.Equal(numbers, first.Order());
    }

    [Fact]
    public void Concat_joins_rows_of_equal_columns()
    {
        var table = Table.Concat(Small(), Small().Head(1).Select("b", "a", "kind"));
        Assert.Equal([1, 2, 3, 4, 1], table["a"]);
        Assert.Equal([10, 20, 30, 40, 10], table["b"]);
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => Table.Concat(Small(), Small().Without("b"))).Message);
        Assert.Throws<ArgumentException>(() => Table.Concat());
    }

    [Fact]
    public void A_matrix_is_row_by_row()
    {
        Assert.Equal([10, 1, 20, 2, 30, 3, 40, 4], Small().Matrix(["b", "a"]));
        Assert.Empty(Small().Matrix([]));

        // More rows than one block of the transposition.
        var i = Enumerable.Range(0, 1500).Select(k => (float)k).ToArray();
        var matrix = Table.FromColumns(("x", i), ("y", [.. i.Select(v => -v)]), ("z", [.. i.Select(v => v / 2)])).Matrix(["x", "y", "z"]);
        for (var row = 0; row < 1500; row++)
            Assert.Equal([row, -row, row / 2f], matrix.AsSpan(row * 3, 3).ToArray());
    }

    [Fact]
    public void A_missing_or_infinite_feature_is_refused_with_table_row_and_column()
    {
        var table = Table.FromColumns(("a", [1, float.NaN, 3, float.NaN]), ("b", [1, 2, float.PositiveInfinity, 3])).WithSource("points.csv");
        var missing = Assert.Throws<UserErrorException>(() => table.Matrix(["a"])).Message;
        Assert.Contains("'a'", missing);
        Assert.Contains("points.csv", missing);
        Assert.Contains("row 1 ", missing);
        Assert.Contains("2 of 4 rows", missing);
        var infinite = Assert.Throws<UserErrorException>(() => table.Matrix(["b"])).Message;
        Assert.Contains("infinite in row 2", infinite);
        Assert.Equal([1, float.NaN, 3, float.NaN], table.Matrix(["a"], allowMissing: true));
        Assert.Throws<UserErrorException>(() => table.Tensor(["a"]));
    }

    [Fact]
    public void A_tensor_holds_the_matrix()
    {
        using var tensor = Small().Tensor(["b", "a"]);
        Assert.Equal([4, 2], tensor.shape);
        Assert.Equal(torch.ScalarType.Float32, tensor.dtype);
        Assert.Equal(Small().Matrix(["b", "a"]), tensor.data<float>().ToArray());
        using var wide = Small().Tensor(["a"], dtype: torch.ScalarType.Float64);
        Assert.Equal([1.0, 2.0, 3.0, 4.0], wide.data<double>().ToArray());
        using var empty = Small().Head(0).Tensor(["a", "b"]);
        Assert.Equal([0, 2], empty.shape);
    }

    [Fact]
    public void A_wrong_column_name_gives_the_nearest_names()
    {
        var table = Table.FromColumns(("tanb", [1]), ("Atau", [1]), ("mu", [1]), ("muR", [1])).WithText("lsp", ["x"]).WithSource("data/pmssm.parquet");
        var error = Assert.Throws<ColumnNotFoundException>(() => table["tanB"]);
        Assert.Equal("tanb", error.Nearest[0]);
        Assert.Equal("tanB", error.Column);
        Assert.Contains("'tanB'", error.Message);
        Assert.Contains("data/pmssm.parquet", error.Message);
        Assert.IsAssignableFrom<UserErrorException>(error);
        Assert.Equal(["muR", "mu"], Assert.Throws<ColumnNotFoundException>(() => table.Select("muL", "mur")).Nearest.Order(StringComparer.Ordinal).Reverse());
        Assert.Throws<ColumnNotFoundException>(() => table.Without("missing column"));
        Assert.Contains("'tanb', 'Atau', 'mu', 'muR'", Assert.Throws<ColumnNotFoundException>(() => table["quite another thing"]).Message);
    }

    [Fact]
    public void A_column_of_the_other_kind_is_explained()
    {
        Assert.Contains("Text(\"kind\")", Assert.Throws<ColumnNotFoundException>(() => Small()["kind"]).Message);
        Assert.Contains("holds numbers", Assert.Throws<ColumnNotFoundException>(() => Small().Text("a")).Message);
    }

    [Fact]
    public void A_summary_leaves_missing_values_out()
    {
        var values = Enumerable.Range(0, 101).Select(i => (float)i).Append(float.NaN).ToArray();
        var summary = Assert.Single(Table.FromColumns(("x", values)).Describe());
        Assert.Equal(new ColumnSummary("x", 101, 1, 50, Math.Sqrt(858.5), 0, 5, 50, 95, 100), summary with { Mean = Math.Round(summary.Mean, 10), StandardDeviation = Math.Sqrt(Math.Round(summary.StandardDeviation * summary.StandardDeviation, 8)) });
        var two = Assert.Single(Table.FromColumns(("x", [1, 2])).Describe());
        Assert.Equal(1.05, two.Quantile05, 12);
        var none = Assert.Single(Table.FromColumns(("x", [float.NaN])).Describe());
        Assert.Equal((0, 1), (none.Count, none.Missing));
        Assert.True(double.IsNaN(none.Mean) && double.IsNaN(none.Median) && double.IsNaN(none.StandardDeviation));
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("tanB", "tanb", 0)]
    [InlineData("m_ho", "m_h0", 1)]
    public void The_edit_distance_is_that_of_Levenshtein_without_case(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestNames.Distance(a, b));
        Assert.Equal(distance, NearestNames.Distance(b, a));
    }

    [Fact]
    public void The_generator_is_SplitMix64()
    {
        // First outputs for the seed 1234567 as published with the algorithm.
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], new[] { random.Next(), random.Next(), random.Next() });
    }
}
