using HepBayes.Evaluation;

namespace HepBayes.Notebooks.Tests;

public class TableViewTests
{
    [Fact]
    public void Numbers_stand_right_and_texts_left()
    {
        var table = TableView.Of(["cut", "rows", "precision"], ["mean", 12345, new Interval(0.91, 0.9, 0.92)], ["mean + 3 sd", 7, null]);
        Assert.Equal(
            """
            cut            rows             precision
            -----------  ------  --------------------
            mean         12,345  0.910 [0.900, 0.920]
            mean + 3 sd       7
            """,
            table.ToString());
        var html = table.ToHtml();
        Assert.Contains("<th>cut</th><th class=\"r\">rows</th>", html, StringComparison.Ordinal);
        Assert.Contains("<td>mean</td><td class=\"r\">12,345</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_escaped() =>
        Assert.Contains("&lt;script&gt;", TableView.Of(["x"], ["<script>"]).ToHtml(), StringComparison.Ordinal);

    [Fact]
    public void Values_are_written_with_five_digits()
    {
        var text = TableView.Of(["a", "b", "c", "d"], [1.23456789, 1e-9f, double.NaN, 123456789.0]).ToString();
        Assert.EndsWith("1.2346  1E-09  –  123,456,789", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_become_rows()
    {
        var table = TableView.OfRecords([new RocPoint(0.5, 0.1, 0.9)]);
        Assert.StartsWith("Threshold  FalsePositiveRate  TruePositiveRate", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_row_is_named() =>
        Assert.Contains("Row 1 has 1 cells", Assert.Throws<ArgumentException>(() => TableView.Of(["a", "b"], [1, 2], [3])).Message, StringComparison.Ordinal);
}
