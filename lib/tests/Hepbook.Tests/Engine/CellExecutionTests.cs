using Hepbook.Engine;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Engine;

public sealed class CellExecutionTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task Variables_functions_and_usings_reach_later_cells()
    {
        await session.RunAsync("using System.IO;\nvar x = 20;\nint Twice(int v) => 2 * v;");
        await session.RunAsync("x += 1;");
        Assert.Equal("42", await session.ValueAsync("Twice(x)"));
        Assert.Equal("b.txt", await session.ValueAsync("Path.GetFileName(\"a/b.txt\")"));
    }

    [Fact]
    public async Task Cells_can_await()
    {
        await session.RunAsync("async Task<int> Later(int v) { await Task.Yield(); return v + 1; }");
        Assert.Equal("3", await session.ValueAsync("await Later(2)"));
    }

    [Fact]
    public async Task A_cell_without_a_last_expression_or_with_null_shows_nothing()
    {
        Assert.Empty(await session.RunAsync("var y = 3;"));
        Assert.Empty(await session.RunAsync("(string)null"));
        Assert.Empty(await session.RunAsync("// only a comment"));
    }

    [Fact]
    public async Task The_last_expression_is_an_execute_result_with_the_number_of_the_cell()
    {
        await session.RunAsync("1");
        var output = Assert.Single(await session.RunAsync("\"text\""))!;
        Assert.Equal("execute_result", output["output_type"]!.ToString());
        Assert.Equal(2, output["execution_count"]!.GetValue<int>());
        Assert.Equal("text", TestNotebook.Text(output["data"]!["text/plain"]));
    }

    [Fact]
    public async Task A_display_as_last_expression_is_shown_once()
    {
        var output = Assert.Single(await session.RunAsync("display(5)"))!;
        Assert.Equal("display_data", output["output_type"]!.ToString());
    }

    [Fact]
    public async Task Updating_a_display_replaces_it_in_its_place()
    {
        var outputs = await session.RunAsync("var h = display(\"first\"); display(\"second\"); h.Update(\"third\");");
        Assert.Equal(["third", "second"], outputs.Select(o => TestNotebook.Text(o!["data"]!["text/plain"])));
    }

    [Fact]
    public async Task Console_text_and_displays_keep_their_order()
    {
        var outputs = await session.RunAsync("Console.Write(1); Console.WriteLine(\" and\"); Console.Error.WriteLine(2); display(3); Console.WriteLine(4);");
        Assert.Equal(
            ["stdout:1 and\n", "stderr:2\n", "display:3", "stdout:4\n"],
            outputs.Select(o => o!["name"] is { } name ? $"{name}:{TestNotebook.Text(o["text"])}" : $"display:{TestNotebook.Text(o["data"]!["text/plain"])}"));
    }

    [Fact]
    public async Task Cleared_outputs_are_gone_at_once_or_when_the_next_comes()
    {
        var clear = "Hepbook.Hosting.CellContext.Current.ClearOutput";
        Assert.Empty(await session.RunAsync($"display(1); {clear}();"));
        Assert.Single(await session.RunAsync($"display(1); {clear}(wait: true);"));
        var output = Assert.Single(await session.RunAsync($"display(1); {clear}(wait: true); display(2);"))!;
        Assert.Equal("2", TestNotebook.Text(output["data"]!["text/plain"]));
    }

    [Fact]
    public async Task Text_of_other_threads_belongs_to_the_cell()
    {
        var outputs = await session.RunAsync("var t = new System.Threading.Thread(() => Console.WriteLine(\"thread\")); t.Start(); t.Join();");
        Assert.Equal("thread\n", TestNotebook.Text(Assert.Single(outputs)!["text"]));
    }

    [Fact]
    public async Task A_line_rewritten_with_carriage_returns_is_stored_as_it_ends()
    {
        var outputs = await session.RunAsync("Console.Write(\"10 %\\r50 %\\r100 %\\r\\ndone\\n\");");
        Assert.Equal("100 %\ndone\n", TestNotebook.Text(Assert.Single(outputs)!["text"]));
    }

    [Fact]
    public async Task Text_beyond_the_limit_is_left_out_with_a_notice()
    {
        var outputs = await session.RunAsync("for (var i = 0; i < 30_000; i++) Console.WriteLine(new string('x', 50));");
        var text = TestNotebook.Text(Assert.Single(outputs)!["text"]);
        Assert.InRange(text.Length, 1_000_000, 1_000_200);
        Assert.EndsWith("the rest is left out.]\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_may_name_its_language_and_lines_still_count_from_the_first()
    {
        Assert.Equal("4", await session.ValueAsync("#!csharp\n2 + 2"));
        await session.RunAsync("#!csharp\nvar a = 1;\nnonsense();");
        Assert.Equal(3, session.Outcome.Error!.Line);
    }

    [Theory]
    [InlineData("#!html\n<b>bold</b>\n", "text/html", "<b>bold</b>")]
    [InlineData("\n#!markdown\n# Title\n\n#!time is an example", "text/markdown", "# Title\n\n#!time is an example")]
    [InlineData("#!mermaid\n\n graph TD\nA\n", "text/vnd.mermaid", "graph TD\nA")]
    [InlineData("#!mermaid\ngraph TD\nA", "text/plain", "graph TD\nA")]
    [InlineData("#!mermaid\npie\nA", "text/markdown", "```mermaid\npie\nA\n```\n\nA diagram of this kind (pie) is drawn only by front ends that know Mermaid.")]
    public async Task Markup_is_shown(string code, string mime, string expected)
    {
        var output = Assert.Single(await session.RunAsync(code))!;
        Assert.Equal("display_data", output["output_type"]!.ToString());
        Assert.Equal(expected, TestNotebook.Text(output["data"]![mime]));
    }

    [Fact]
    public async Task A_flowchart_is_a_picture_and_its_source()
    {
        var data = Assert.Single(await session.RunAsync("#!mermaid\nflowchart LR\nA --> B"))!["data"]!.AsObject();
        Assert.Equal(["image/svg+xml", "text/plain", "text/vnd.mermaid"], data.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.StartsWith("<svg xmlns=", TestNotebook.Text(data["image/svg+xml"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diagram_that_cannot_be_read_shows_where()
    {
        var output = Assert.Single(await session.RunAsync("#!mermaid\nflowchart LR\n  A -> B"))!;
        Assert.Equal("CompilationError", output["ename"]!.ToString());
        Assert.Equal(
            ["(3,5): error Mermaid: found '->', expected an edge (-->, ---, -.-> or ==>), '&' or the end of the line", "      A -> B", "        ^"],
            output["traceback"]!.AsArray().Select(l => l!.ToString()));
        Assert.Equal(3, session.Outcome.Error!.Line);
    }

    [Fact]
    public async Task The_time_of_a_cell_is_told_on_request()
    {
        var outputs = await session.RunAsync("#!time\n#!csharp\n1 + 1");
        Assert.Matches(@"^Time: [0-9.]+ s\n$", TestNotebook.Text(outputs[0]!["text"]));
        Assert.Equal("2", TestNotebook.Text(outputs[1]!["data"]!["text/plain"]));
    }

    [Theory]
    [InlineData("#!csharpp\n1", "Did you mean #!csharp?", 1)]
    [InlineData("#!html\n#!markdown\ntext", "one language", 2)]
    [InlineData("var a = 1;\n#!time", "at the beginning", 2)]
    [InlineData("var a = 1;\n#!fsharp\nlet b = 2", "#!fsharp", 2)]
    public async Task What_the_engine_cannot_do_is_said(string code, string named, int line)
    {
        await session.RunAsync(code);
        Assert.Equal(CellStatus.Failed, session.Outcome.Status);
        Assert.Contains(named, session.Outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(line, session.Outcome.Error.Line);
    }

    [Fact]
    public async Task Cells_run_in_the_folder_of_the_notebook()
    {
        session.Folder.Write("value.txt", "17");
        Assert.Equal("17", await session.ValueAsync("System.IO.File.ReadAllText(\"value.txt\")"));
        session.Folder.Write("part.csx", "int FromFile() => 23;");
        await session.RunAsync("#load \"part.csx\"");
        Assert.Equal("23", await session.ValueAsync("FromFile()"));
    }

    [Fact]
    public async Task Reading_the_console_finds_the_end_of_the_input() =>
        Assert.Equal("True", await session.ValueAsync("Console.ReadLine() == null"));

    [Fact]
    public async Task Cells_are_compiled_with_optimisation() =>
        Assert.Equal("False", await session.ValueAsync(
            "System.Reflection.MethodBase.GetCurrentMethod().Module.Assembly.GetCustomAttributes(false).OfType<System.Diagnostics.DebuggableAttribute>().Any(a => a.IsJITOptimizerDisabled)"));
}
