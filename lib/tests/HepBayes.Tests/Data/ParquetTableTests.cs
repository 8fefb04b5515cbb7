using HepBayes.Data;
using HepBayes.Runtime;
using Parquet;
using Parquet.Schema;

namespace HepBayes.Tests.Data;

public sealed class ParquetTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        float[] values = [0.1f, float.NaN, -1e-30f, float.NegativeInfinity];
        var table = Table.FromColumns(("x", values), ("y", [1, 2, 3, 4])).WithText("t", ["a", "", "a", "tän β"]);
        var path = folder.File("table.parquet");
        ParquetTable.Write(table, path);
        var again = ParquetTable.Read(path);
        Assert.Equal(["x", "y"], again.Columns);
        Assert.Equal(values, again["x"]);
        Assert.Equal([1, 2, 3, 4], again["y"]);
        Assert.Equal(["a", "", "a", "tän β"], again.Text("t"));
        Assert.Equal(path, again.Source);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Only_the_wanted_columns_are_read_in_the_order_given()
    {
        var path = folder.File("table.parquet");
        ParquetTable.Write(Table.FromColumns(("x", [1]), ("y", [2]), ("z", [3])).WithText("t", ["a"]), path);
        var table = ParquetTable.Read(path, ["t", "z", "x"]);
        Assert.Equal(["z", "x"], table.Columns);
        Assert.Equal(["t"], table.TextColumns);
        var error = Assert.Throws<ColumnNotFoundException>(() => ParquetTable.Read(path, ["zz"]));
        Assert.Equal("z", error.Nearest[0]);
        Assert.Contains("table.parquet", error.Message);
    }

    [Fact]
    public async Task Numbers_of_all_widths_nulls_and_row_groups_are_read()
    {
        var path = folder.File("types.parquet");
        DataField[] fields =
        [
            new DataField<int>("int"), new DataField<long>("long"), new DataField<double>("double"), new DataField<bool>("bool"),
            new DataField("maybe", typeof(double), isNullable: true), new DataField("maybeFloat", typeof(float), isNullable: true), new DataField("text", typeof(string), isNullable: true),
        ];
        await using (var stream = File.Create(path))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, cancellationToken: TestContext.Current.CancellationToken))
        {
            for (var start = 0; start < 4; start += 2)
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<int>(fields[0], new[] { start, start + 1 }, cancellationToken: TestContext.Current.CancellationToken);
                await group.WriteAsync<long>(fields[1], new[] { -start, long.MaxValue }, cancellationToken: TestContext.Current.CancellationToken);
                await group.WriteAsync<double>(fields[2], new[] { start + 0.25, 1e300 }, cancellationToken: TestContext.Current.CancellationToken);
                await group.WriteAsync<bool>(fields[3], new[] { true, false }, cancellationToken: TestContext.Current.CancellationToken);
                await group.WriteAsync<double>(fields[4], new double?[] { null, start }, cancellationToken: TestContext.Current.CancellationToken);
                await group.WriteAsync<float>(fields[5], new float?[] { start, null }, cancellationToken: TestContext.Current.CancellationToken);
                await group.WriteAsync(fields[6], new[] { $"row {start}", null! });
            }
        }

        var table = ParquetTable.Read(path);
        Assert.Equal([0, 1, 2, 3], table["int"]);
        Assert.Equal([0, long.MaxValue, -2, long.MaxValue], table["long"]);
        Assert.Equal([0.25f, float.PositiveInfinity, 2.25f, float.PositiveInfinity], table["double"]);
        Assert.Equal([1, 0, 1, 0], table["bool"]);
        Assert.Equal([float.NaN, 0, float.NaN, 2], table["maybe"]);
        Assert.Equal([0, float.NaN, 2, float.NaN], table["maybeFloat"]);
        Assert.Equal(["row 0", "", "row 2", ""], table.Text("text"));
    }

    [Fact]
    public async Task A_column_that_a_table_cannot_hold_is_named_and_can_be_left_out()
    {
        var path = folder.File("dates.parquet");
        DataField[] fields = [new DataField<int>("n"), new DataField<DateTime>("when")];
        await using (var stream = File.Create(path))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, cancellationToken: TestContext.Current.CancellationToken))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(fields[0], new[] { 1 }, cancellationToken: TestContext.Current.CancellationToken);
            await group.WriteAsync<DateTime>(fields[1], new[] { new DateTime(2019, 7, 22, 0, 0, 0, DateTimeKind.Utc) }, cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Contains("'when'", Assert.Throws<UserErrorException>(() => ParquetTable.Read(path)).Message);
        Assert.Equal([1], ParquetTable.Read(path, ["n"])["n"]);
    }

    [Fact]
    public void Files_that_are_missing_foreign_or_cut_off_are_explained()
    {
        Assert.Contains("There is no file", Assert.Throws<UserErrorException>(() => ParquetTable.Read(folder.File("none.parquet"))).Message);
        Assert.Contains("is not a Parquet file", Assert.Throws<UserErrorException>(() => ParquetTable.Read(folder.Write("a.csv", "a,b\n1,2\n3,4\n5,6\n"))).Message);
        var path = folder.File("table.parquet");
        ParquetTable.Write(Table.FromColumns(("x", new float[5000])), path);
        var whole = File.ReadAllBytes(path);
        foreach (var length in new[] { 5, 12, 40, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Contains("table.parquet", Assert.Throws<UserErrorException>(() => ParquetTable.Read(path)).Message);
        }
    }
}
