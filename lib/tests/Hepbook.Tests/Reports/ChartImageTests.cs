using System.Buffers.Binary;
using Hepbook.Reports;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Reports;

public sealed class ChartImageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Charts_get_images_of_the_size_of_their_layout_and_the_report_draws_them_offline()
    {
        if (Chromium.Find() is null)
            Assert.Skip("No Chromium, Chrome or Edge on this computer.");
        const string show = """Hepbook.Hosting.CellContext.Current.Display(new Dictionary<string, string> { ["application/vnd.plotly.v1+json"] = "FIGURE" });""";
        var small = show.Replace("FIGURE", """{\"data\": [{\"y\": [1, 3, 2]}], \"layout\": {\"width\": 300, \"height\": 200}}""", StringComparison.Ordinal);
        var standard = show.Replace("FIGURE", """{\"data\": [{\"type\": \"bar\", \"y\": [1, 3, 2]}], \"layout\": {}}""", StringComparison.Ordinal);
        var file = folder.Write("charts.ipynb", TestNotebook.Json($"#r \"{RepositoryFiles.Dist()}/Plotly.NET.dll\"\ntypeof(Plotly.NET.GenericChart).Name", small, standard));
        var (code, _, error) = await CommandRun.RunAsync("run", file, "--html");
        Assert.Equal((0, ""), (code, error));
        var result = TestNotebook.Read(folder.File("out/charts.ipynb"));
        Assert.Empty(NotebookFormat.Violations(result));
        Assert.Equal((300, 200), SizeOf(TestNotebook.Outputs(result, 1)[0]!["data"]!["image/png"]!.ToString()));
        Assert.Equal((800, 450), SizeOf(TestNotebook.Outputs(result, 2)[0]!["data"]!["image/png"]!.ToString()));

        var document = Chromium.DumpDocument(Chromium.Find()!, folder.File("out/charts.html"));
        Assert.Equal(2, document.Split("class=\"plot-container").Length - 1);
        Assert.Equal(["charts.ipynb", "out/charts.html", "out/charts.ipynb"], folder.Contents());
    }

    [Fact]
    public async Task Diagrams_get_images_of_their_size()
    {
        if (Chromium.Find() is null)
            Assert.Skip("No Chromium, Chrome or Edge on this computer.");
        var file = folder.Write("diagram.ipynb", TestNotebook.Json("#!mermaid\nflowchart LR\nA[text] --> B{text}"));
        var (code, _, error) = await CommandRun.RunAsync("run", file);
        Assert.Equal((0, ""), (code, error));
        var data = TestNotebook.Outputs(TestNotebook.Read(folder.File("out/diagram.ipynb")), 0)[0]!["data"]!;
        var svg = System.Xml.Linq.XElement.Parse(TestNotebook.Text(data["image/svg+xml"]));
        int Length(string name) => (int)double.Parse(svg.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
        var (width, height) = SizeOf(data["image/png"]!.ToString());
        Assert.InRange(width, Length("width"), Length("width") + 1);
        Assert.InRange(height, Length("height"), Length("height") + 1);
    }

    [Fact]
    public void A_browser_that_cannot_be_started_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Chromium.DumpDocument(folder.File("no-browser"), folder.File("page.html")));
        Assert.Contains("could not be started", error.Message, StringComparison.Ordinal);
    }

    private static (int Width, int Height) SizeOf(string base64)
    {
        var png = Convert.FromBase64String(base64);
        Assert.Equal("PNG"u8.ToArray(), png[1..4]);
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}
