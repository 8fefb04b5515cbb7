using System.Text.Json.Nodes;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Running;

public sealed class RunTests : IDisposable
{
    private const string Settings = TestNotebook.Parameters + "var rows = 20_000;\nvar rate = 0.5;\nvar name = \"full\";\nvar quick = false;";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_notebook_is_executed_into_a_valid_notebook_beside_it()
    {
        var source = TestNotebook.Json(TestNotebook.Markdown + "# Title", "Console.WriteLine(\"hello\"); display(HTML(\"<b>x</b>\"));", "1 + 1");
        var file = folder.Write("a.ipynb", source);
        var (code, output, _) = await CommandRun.RunAsync("run", file);
        Assert.Equal(0, code);
        var result = TestNotebook.Read(folder.File("out/a.ipynb"));
        Assert.Empty(NotebookFormat.Violations(result));
        Assert.Equal([1, 2], result["cells"]!.AsArray().Skip(1).Select(c => c!["execution_count"]!.GetValue<int>()));
        Assert.Equal(["cell-0", "cell-1", "cell-2"], result["cells"]!.AsArray().Select(c => c!["id"]!.ToString()));
        Assert.Equal("2", TestNotebook.Text(TestNotebook.Outputs(result, 2)[0]!["data"]!["text/plain"]));
        Assert.Equal(source, File.ReadAllText(file));
        Assert.Equal(["a.ipynb", "out/a.ipynb"], folder.Contents());
        var lines = output.Split('\n');
        Assert.Matches(@"^\[1/2\]\s+\d+\.\d s  Title", lines[0]);
        Assert.Matches(@"^\[2/2\]\s+\d+\.\d s  1 \+ 1", lines[1]);
    }

    [Fact]
    public async Task In_place_replaces_the_notebook()
    {
        var file = folder.Write("a.ipynb", TestNotebook.Json("6 * 7"));
        Assert.Equal(0, (await CommandRun.RunAsync("run", file, "--in-place")).Code);
        Assert.Equal("42", TestNotebook.Text(TestNotebook.Outputs(TestNotebook.Read(file), 0)[0]!["data"]!["text/plain"]));
        Assert.Equal(["a.ipynb"], folder.Contents());
    }

    [Fact]
    public async Task Settings_are_injected_after_the_parameters_and_recorded()
    {
        var file = folder.Write("a.ipynb", TestNotebook.Json(Settings, "$\"{rows} {rate} {name} {quick}\""));
        var (code, _, error) = await CommandRun.RunAsync("run", file, "--set", "rows=5", "--set", "rate=2", "--set", "name=7", "--quick", "--output", folder.File("results"));
        Assert.Equal((0, ""), (code, error));
        var result = TestNotebook.Read(folder.File("results/a.ipynb"));
        Assert.Empty(NotebookFormat.Violations(result));
        var injected = result["cells"]![1]!;
        Assert.Equal("injected-parameters", injected["metadata"]!["tags"]![0]!.ToString());
        Assert.Contains("rows = 5;", TestNotebook.Text(injected["source"]), StringComparison.Ordinal);
        Assert.Equal("5 2 7 True", TestNotebook.Text(TestNotebook.Outputs(result, 2)[0]!["data"]!["text/plain"]));

        // Running the result again replaces the injected cell instead of adding a second one.
        await CommandRun.RunAsync("run", folder.File("results/a.ipynb"), "--set", "rows=6", "--in-place");
        var again = TestNotebook.Read(folder.File("results/a.ipynb"));
        Assert.Equal(3, again["cells"]!.AsArray().Count);
        Assert.Equal("6 0.5 full False", TestNotebook.Text(TestNotebook.Outputs(again, 2)[0]!["data"]!["text/plain"]));
    }

    [Theory]
    [InlineData("rowz=5", "rowz", "rows, rate, name, quick")]
    [InlineData("rows=many", "rows=many", "type Int32")]
    [InlineData("rows=1.5", "rows=1.5", "type Int32")]
    [InlineData("quick=1", "quick=1", "type Boolean")]
    public async Task A_setting_that_does_not_exist_or_fit_is_bad_usage(string setting, string named, string known)
    {
        var file = folder.Write("a.ipynb", TestNotebook.Json(Settings, "rows"));
        var (code, _, error) = await CommandRun.RunAsync("run", file, "--set", setting);
        Assert.Equal(2, code);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Contains(known, error, StringComparison.Ordinal);
        Assert.Equal(["a.ipynb"], folder.Contents());
    }

    [Fact]
    public async Task A_setting_for_a_notebook_without_parameters_is_bad_usage()
    {
        var file = folder.Write("a.ipynb", TestNotebook.Json("1"));
        var (code, _, error) = await CommandRun.RunAsync("run", file, "--quick");
        Assert.Equal(2, code);
        Assert.Contains("no cell tagged 'parameters'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_cell_ends_the_run_with_its_place_and_no_stale_outputs()
    {
        var executed = JsonNode.Parse(TestNotebook.Json("1", "\nthrow new Exception(\"no luck\");", "3"))!;
        executed["cells"]![2]!["outputs"] = JsonNode.Parse("""[{"output_type": "stream", "name": "stdout", "text": ["stale"]}]""");
        executed["cells"]![2]!["execution_count"] = 9;
        var file = folder.Write("a.ipynb", executed.ToJsonString());
        var (code, _, error) = await CommandRun.RunAsync("run", file);
        Assert.Equal(1, code);
        Assert.Contains("a.ipynb: cell 2, line 2: Exception: no luck", error, StringComparison.Ordinal);
        var result = TestNotebook.Read(folder.File("out/a.ipynb"));
        Assert.Empty(NotebookFormat.Violations(result));
        Assert.Equal("1", TestNotebook.Text(TestNotebook.Outputs(result, 0)[0]!["data"]!["text/plain"]));
        Assert.Equal("error", TestNotebook.Outputs(result, 1)[0]!["output_type"]!.ToString());
        Assert.Empty(TestNotebook.Outputs(result, 2));
        Assert.Null(result["cells"]![2]!["execution_count"]);
    }

    [Fact]
    public async Task The_last_scorecard_is_written_to_its_own_file()
    {
        const string show = "Hepbook.Hosting.CellContext.Current.Display(new Dictionary<string, string> { [\"application/vnd.hepbayes.scorecard+json\"] = \"{\\\"study\\\": \\\"NAME\\\"}\" });";
        var file = folder.Write("10-study.ipynb", TestNotebook.Json(show.Replace("NAME", "first", StringComparison.Ordinal), show.Replace("NAME", "second", StringComparison.Ordinal)));
        Assert.Equal(0, (await CommandRun.RunAsync("run", file)).Code);
        Assert.Equal("{\n  \"study\": \"second\"\n}\n", File.ReadAllText(folder.File("out/10-study.scorecard.json")));
        Assert.Equal(["10-study.ipynb", "out/10-study.ipynb", "out/10-study.scorecard.json"], folder.Contents());
    }

    [Fact]
    public async Task Status_lines_are_not_stored()
    {
        var file = folder.Write("a.ipynb", TestNotebook.Json("Hepbook.Hosting.CellContext.Current.Status(\"transient\");"));
        await CommandRun.RunAsync("run", file);
        Assert.Empty(TestNotebook.Outputs(TestNotebook.Read(folder.File("out/a.ipynb")), 0));
    }
}
