using System.Globalization;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Tests.Data;

public sealed class TextTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Table Read(string content, TextTableOptions? options = null) => TextTable.Read(folder.Write("events.csv", content), options);

    private string Error(string content, TextTableOptions? options = null)
    {
        var error = Assert.Throws<UserErrorException>(() => Read(content, options));
        Assert.Contains("events.csv", error.Message);
        return error.Message;
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a;b\r\n1;2\r\n3;4\r\n")]
    [InlineData("a\tb\n1\t2\n3\t4")]
    [InlineData("a|b\n1|2\n3|4\n\n")]
    [InlineData("  a   b\n 1   2\n3\t4  \n")]
    [InlineData("# made by hand\n a, b \n\n1 , 2\n# a comment\n3,4\n")]
    [InlineData("\"a\", \"b\"\n\"1\", 2\n3,\"4\"\n")]
    [InlineData("\uFEFFa,b\n1,2\n3,4\n")]
    public void Separators_blanks_comments_and_quotes_are_understood(string content)
    {
        var table = Read(content);
        Assert.Equal(["a", "b"], table.Columns);
        Assert.Empty(table.TextColumns);
        Assert.Equal([1, 3], table["a"]);
        Assert.Equal([2, 4], table["b"]);
    }

    [Fact]
    public void Names_with_blanks_are_trimmed_as_in_the_course_files()
    {
        var table = Read("Mother Total Momentum (GeV/c), Good Reco, Event Type\n60.9573488216, 1, 1\n");
        Assert.Equal(["Mother Total Momentum (GeV/c)", "Good Reco", "Event Type"], table.Columns);
        Assert.Equal(60.9573488216f, table["Mother Total Momentum (GeV/c)"][0]);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_language_and_missing_values_are_NaN()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            var table = Read("x,y\n1.5,\n-2e-3,NaN\n.5,NA\n+3,nan\n");
            Assert.Equal([1.5f, -0.002f, 0.5f, 3f], table["x"]);
            Assert.All(table["y"], value => Assert.True(float.IsNaN(value)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Columns_without_any_number_are_text()
    {
        var table = Read("n,kind\n1,\"a, \"\"b\"\"\"\n2,\n3,two words\n4,\"over\ntwo lines\"\n5,e\n");
        Assert.Equal(["n"], table.Columns);
        Assert.Equal(["a, \"b\"", "", "two words", "over\ntwo lines", "e"], table.Text("kind"));
        Assert.Equal(["1", "2"], Read("n\n1\n2\n", new TextTableOptions { TextColumns = ["n"] }).Text("n"));
        Assert.Throws<ColumnNotFoundException>(() => Read("n\n1\n", new TextTableOptions { TextColumns = ["m"] }));
    }

    [Fact]
    public void Files_without_names_take_those_given()
    {
        var table = Read("1 2\n3 4\n", new TextTableOptions { ColumnNames = ["a", "b"] });
        Assert.Equal([1, 3], table["a"]);
        Assert.Contains("ColumnNames", Error("1 2\n3 4\n"));
    }

    [Fact]
    public void A_malformed_number_is_reported_with_file_line_and_column()
    {
        var message = Error("a,b\n1,2\n\n# comment\n3,4.x\n");
        Assert.Contains("line 5, column 2 ('b'): '4.x' is not a number", message);
    }

    [Fact]
    public void The_line_counts_line_ends_inside_quotes()
    {
        Assert.Contains("line 4, column 1", Error("a,t\n1,\"two\nlines\"\nx,y\n"));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "line 3, column 2: found 1 fields, expected 2", "'b'")]
    [InlineData("a,b\n1,2,3\n", "line 2, column 3: found 3 fields, expected 2", "'3'")]
    [InlineData("a,b\n1,2,\n", "line 2, column 3: found 3 fields, expected 2", "")]
    [InlineData("a b\n1 2 3\n", "line 2, column 3: found 3 fields, expected 2", "'3'")]
    [InlineData("a,b,a\n1,2,3\n", "line 1: columns 1 and 3", "'a'")]
    [InlineData("a,,b\n1,2,3\n", "line 1, column 2", "no name")]
    [InlineData("", "empty", "")]
    [InlineData("\n  \n", "empty", "")]
    [InlineData("a,b\n", "no rows", "")]
    [InlineData("a,b\n1,\"2\n3,4\n", "line 2, column 2", "never closed")]
    [InlineData("a,b\n1,\"2\"x\n", "line 2, column 2", "closing quote")]
    public void A_malformed_file_is_reported_with_its_place(string content, string place, string detail)
    {
        var message = Error(content);
        Assert.Contains(place, message);
        Assert.Contains(detail, message);
    }

    [Fact]
    public void Missing_and_foreign_files_are_explained()
    {
        Assert.Contains("There is no file", Assert.Throws<UserErrorException>(() => TextTable.Read(folder.File("none.csv"))).Message);
        Assert.Contains("is a folder", Assert.Throws<UserErrorException>(() => TextTable.Read(folder.Path)).Message);
        Assert.Contains("ParquetTable.Read", Error("PAR1 and binary"));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData(' ')]
    public void What_is_written_reads_back_the_same(char separator)
    {
        float[] values = [0.1f, float.NaN, -1e-30f, 16777215, float.PositiveInfinity, 3.4028235e38f];
        var table = Table.FromColumns(("value", values), ("a name", values)).WithText("t", ["plain", "", "a,b;c\td e", "say \"x\"", "line\nend", " blank# "]);
        TextTable.Write(table, folder.File("out.csv"), new TextTableOptions { Separator = separator });
        var again = TextTable.Read(folder.File("out.csv"), new TextTableOptions { Separator = separator });
        Assert.Equal(table.Columns, again.Columns);
        Assert.Equal(values, again["value"]);
        Assert.Equal(values, again["a name"]);
        Assert.Equal(table.Text("t"), again.Text("t"));
        Assert.Equal([folder.File("out.csv")], Directory.GetFiles(folder.Path));
    }
}
