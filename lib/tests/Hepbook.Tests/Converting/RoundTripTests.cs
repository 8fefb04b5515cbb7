using System.Text.Json.Nodes;
using Hepbook.Converting;
using Hepbook.Converting.Dib;
using Hepbook.Converting.Programs;
using Hepbook.Doctor;
using Hepbook.Notebooks;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Converting;

public sealed class RoundTripTests
{
    private const string FSharp = """{"dotnet_interactive":{"language":"fsharp"},"polyglot_notebook":{"kernelName":"fsharp"}}""";

    private static readonly Notebook Mixed = Converted.Of(
        (CellKind.Markdown, "# Title\n\n    indented\ntext `#!x`\n", "{}"),
        (CellKind.Code, "#r \"System.Xml\"\nusing System.IO;\nvar a = 1;\n\na", """{"dotnet_interactive":{"language":"csharp"},"polyglot_notebook":{"kernelName":"csharp"},"tags":["parameters"]}"""),
        (CellKind.Code, "#!fsharp\nlet x = 1\n\nx", FSharp),
        (CellKind.Code, "let y = 2", FSharp),
        (CellKind.Code, "#!csharp\n\n\nvar b = a + 1; // comment\n\n", "{}"),
        (CellKind.Raw, "raw text", """{"format":"text/x-rst"}"""),
        (CellKind.Code, "", """{"tags":["empty"],"collapsed":true}"""),
        (CellKind.Code, "/// <summary>A point.</summary>\nrecord Point(double X);\nvar a = new Point(3);\nforeach (var b in new[] { 1, 2 })\n{\n    Console.WriteLine(b);\n}\n//| looks like a mark\n(a, new { a }, a.X)", "{}"),
        (CellKind.Code, "#!time\nConsole.WriteLine();", "{}"),
        (CellKind.Code, "#!mermaid\ngraph LR", """{"polyglot_notebook":{"kernelName":"mermaid"}}"""));

    [Theory]
    [InlineData(".dib")]
    [InlineData(".cs")]
    public void Every_kind_of_cell_comes_back(string ending)
    {
        var text = Mixed.Text("out" + ending);
        var back = ending == ".dib" ? DibReader.Parse(text, "out.dib") : ProgramReader.Parse(text);
        Assert.Null(CellMetadata.FirstDifference(Mixed, back));
        Assert.Equal(NotebookWriter.ToText(Mixed), NotebookWriter.ToText(back));
    }

    [Fact]
    public void A_difference_is_noticed()
    {
        var other = Converted.Of((CellKind.Code, "1", "{}"), (CellKind.Code, "2", """{"tags":["a"]}"""));
        Assert.Null(CellMetadata.FirstDifference(other, other));
        Assert.Equal(2, CellMetadata.FirstDifference(Converted.Of((CellKind.Code, "1", "{}"), (CellKind.Code, "2", "{}")), other));
        Assert.Equal(1, CellMetadata.FirstDifference(Converted.Of((CellKind.Markdown, "1", "{}"), (CellKind.Code, "2", """{"tags":["a"]}""")), other));
        Assert.Equal(0, CellMetadata.FirstDifference(Converted.OfCode("1"), other));
    }

    [Fact]
    public void The_notebooks_of_this_repository_come_back()
    {
        var notebooks = Path.Combine(RepositoryFolder.Find()!, "notebooks");
        var files = Directory.GetFiles(notebooks, "*.ipynb", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}out{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        foreach (var file in files)
        {
            // Writing fails if the result does not read back as the same notebook.
            var notebook = NotebookReader.Read(file);
            NotebookFiles.ToText(notebook, file, Path.ChangeExtension(file, ".dib"), []);
            NotebookFiles.ToText(notebook, file, Path.ChangeExtension(file, ".cs"), []);
        }
    }

    [Fact]
    public void A_dib_of_another_program_gets_the_usual_metadata()
    {
        var notebook = DibReader.Parse("#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[]}}\n\n#!markdown\n\n# Title\n\n#!c#\n\nvar a = 1;\n\n#!fsharp\n\nlet b = 2\n", "a.dib");
        Assert.Equal([(CellKind.Markdown, "# Title"), (CellKind.Code, "var a = 1;"), (CellKind.Code, "#!fsharp\nlet b = 2")], notebook.Cells.Select(c => (c.Kind, c.Source)));
        Assert.Equal(["csharp", "fsharp"], notebook.CodeCells.Select(c => c.Language!));
        Assert.Empty(NotebookFormat.Violations(JsonNode.Parse(NotebookWriter.ToText(notebook))));
    }

    [Fact]
    public void A_dib_whose_cells_were_edited_keeps_its_tags()
    {
        var text = Mixed.Text("out.dib").Replace("var a = 1;", "var a = 10;", StringComparison.Ordinal);
        var back = DibReader.Parse(text, "out.dib");
        Assert.Equal(["parameters"], back.Cells[1].Tags);
        Assert.Contains("var a = 10;", back.Cells[1].Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_would_begin_a_cell_is_refused_in_a_dib()
    {
        var notebook = Converted.Of((CellKind.Markdown, "```\n#!fsharp\n```", "{}"));
        Assert.Contains("in.ipynb: cell 1, line 2: '#!fsharp' would begin a new cell", Assert.Throws<UserErrorException>(() => notebook.Text("out.dib")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_meta_block_is_named() =>
        Assert.Contains("a.dib: the block after #!meta", Assert.Throws<UserErrorException>(() => DibReader.Parse("#!meta\n\n{\n\n#!csharp\n1\n", "a.dib")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_program_written_by_hand_becomes_one_cell()
    {
        var notebook = ProgramReader.Parse("#!/usr/bin/env dotnet\n#:package Some.Package@1.2.3\n#:property Nullable=enable\nusing System;\nConsole.WriteLine(1);\n");
        Assert.Equal("// #!/usr/bin/env dotnet\n#r \"nuget: Some.Package, 1.2.3\"\n// #:property Nullable=enable\nusing System;\nConsole.WriteLine(1);", Assert.Single(notebook.Cells).Source);
    }

    [Fact]
    public void What_is_edited_in_the_program_arrives_in_the_notebook()
    {
        var text = Mixed.Text("out.cs").Replace("var b = a + 1;", "var b = a + 2;", StringComparison.Ordinal)
            .Replace("record Point(double X);", "record Point(double X, double Y = 0);", StringComparison.Ordinal)
            .Replace("using System.IO;\n\n", "using System.IO;\nusing System.Net;\n\n", StringComparison.Ordinal);
        var back = ProgramReader.Parse(text);
        Assert.Contains("var b = a + 2;", back.Cells[4].Source, StringComparison.Ordinal);
        Assert.Contains("double Y = 0", back.Cells[7].Source, StringComparison.Ordinal);
        Assert.StartsWith("using System.Net;\n#r", back.Cells[1].Source, StringComparison.Ordinal);
    }
}
