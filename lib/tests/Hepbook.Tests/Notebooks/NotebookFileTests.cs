using System.Text.Json.Nodes;
using Hepbook.Engine;
using Hepbook.Notebooks;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Notebooks;

public sealed class NotebookFileTests
{
    private const string Old = """
        {"cells": [
          {"cell_type": "markdown", "metadata": {"b": 1, "a": 2}, "source": ["# Title\n", "text"], "attachments": {"x.png": {"image/png": "AAAA"}}},
          {"cell_type": "code", "metadata": {"tags": ["x"]}, "source": "var a = 1;\r\na", "outputs": [{"output_type": "stream", "name": "stdout", "text": ["old"]}], "execution_count": 7},
          {"cell_type": "raw", "metadata": {}, "source": ""}],
         "metadata": {"kernelspec": {"name": ".net-csharp", "display_name": ".NET (C#)", "language": "C#"}, "own": {"z": [1.50, "ä"]}}, "nbformat": 4, "nbformat_minor": 2}
        """;

    [Fact]
    public void An_older_notebook_is_written_as_valid_4_5_with_its_metadata_and_new_ids()
    {
        var text = NotebookWriter.ToText(NotebookReader.Parse(Old, "old.ipynb"));
        var written = JsonNode.Parse(text)!;
        Assert.Empty(NotebookFormat.Violations(written));
        Assert.Equal("{\"z\":[1.50,\"\\u00E4\"]}", written["metadata"]!["own"]!.ToJsonString());
        Assert.Equal(["b", "a"], written["cells"]![0]!["metadata"]!.AsObject().Select(p => p.Key));
        Assert.Equal("AAAA", written["cells"]![0]!["attachments"]!["x.png"]!["image/png"]!.ToString());
        Assert.Equal(["var a = 1;\n", "a"], written["cells"]![1]!["source"]!.AsArray().Select(l => l!.ToString()));
    }

    [Fact]
    public void Writing_what_was_read_changes_nothing()
    {
        var once = NotebookWriter.ToText(NotebookReader.Parse(Old, "old.ipynb"));
        Assert.Equal(once, NotebookWriter.ToText(NotebookReader.Parse(once, "once.ipynb")));
    }

    [Fact]
    public void The_text_has_one_space_of_indentation_unix_lines_and_a_final_newline()
    {
        var text = TestNotebook.Json("1");
        Assert.StartsWith("{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"execution_count\": null,\n   \"id\": \"cell-0\",\n", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeated_and_odd_ids_are_replaced_and_good_ones_kept()
    {
        const string cell = """{"cell_type": "raw", "metadata": {}, "source": "", "id": "ID"}""";
        var json = $$"""{"cells": [{{cell.Replace("ID", "good-1")}}, {{cell.Replace("ID", "good-1")}}, {{cell.Replace("ID", "no spaces")}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""";
        var notebook = NotebookReader.Parse(json, "n.ipynb");
        Assert.Equal("good-1", notebook.Cells[0].Id);
        Assert.Equal(3, notebook.Cells.Select(c => c.Id).Distinct().Count());
        Assert.Empty(NotebookFormat.Violations(JsonNode.Parse(NotebookWriter.ToText(notebook))));
    }

    [Fact]
    public void Text_that_is_not_json_is_reported_with_line_and_column()
    {
        var error = Assert.Throws<UserErrorException>(() => NotebookReader.Parse("{\n  \"cells\": [oops]\n}", "bad.ipynb"));
        Assert.StartsWith("bad.ipynb(2,13): not JSON", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "a JSON array")]
    [InlineData("{\"a\": 1}", "'nbformat' is missing")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "'nbformat' is 3, expected 4")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {}, \"cells\": {}}", "'cells' is object, expected an array")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {}, \"cells\": [{\"cell_type\": \"chart\"}]}", "'cells[0].cell_type' is 'chart'")]
    [InlineData("{\"nbformat\": 4, \"metadata\": {}, \"cells\": [{\"cell_type\": \"raw\", \"source\": 5}]}", "'cells[0].source' is number")]
    public void Json_that_is_no_notebook_is_reported_with_the_place(string json, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => NotebookReader.Parse(json, "bad.ipynb"));
        Assert.Contains("bad.ipynb", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_left_as_it_was_and_nothing_else_remains()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("taken.ipynb"));
        folder.Write("taken.ipynb/inside.txt", "x");
        Assert.Throws<UserErrorException>(() => AtomicFile.WriteAllText(folder.File("taken.ipynb"), "new"));
        Assert.Equal(["taken.ipynb/inside.txt"], folder.Contents());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\n\nb", 3)]
    public void Text_splits_into_lines_and_back(string text, int lines)
    {
        var json = MultilineText.ToJson(text);
        Assert.Equal(lines, json.Count);
        Assert.Equal(text, MultilineText.FromJson(json));
    }

    [Fact]
    public void Json_types_are_stored_as_objects_and_images_as_one_string()
    {
        var data = OutputData.ToJson(new Dictionary<string, string>
        {
            ["application/vnd.x+json"] = "{\"a\": 1}",
            ["application/json"] = "not json",
            ["image/png"] = "AAAA\n",
            ["image/svg+xml"] = "<svg>\n</svg>",
        });
        Assert.Equal(1, data["application/vnd.x+json"]!["a"]!.GetValue<int>());
        Assert.Equal("not json", data["application/json"]!.ToString());
        Assert.Equal("AAAA", data["image/png"]!.ToString());
        Assert.Equal(2, data["image/svg+xml"]!.AsArray().Count);
        Assert.True(data.ContainsKey("text/plain"));
    }

    [Fact]
    public void Outputs_after_the_end_of_a_cell_are_ignored()
    {
        var outputs = new CellOutputs(1);
        outputs.Stream(OutputStream.Out, "in time");
        outputs.Close();
        outputs.Stream(OutputStream.Out, "late");
        outputs.Display("id", new Dictionary<string, string> { ["text/plain"] = "late" });
        Assert.Equal("in time", TestNotebook.Text(Assert.Single(outputs.Close())!["text"]));
    }
}
