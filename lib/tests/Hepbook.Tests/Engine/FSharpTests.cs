using Hepbook.Engine;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Engine;

public sealed class FSharpTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task Values_and_functions_reach_later_cells_and_the_last_expression_is_the_result()
    {
        Assert.Empty(await session.RunAsync("#!fsharp\nlet x = 20\nlet twice v = 2 * v"));
        Assert.Empty(await session.RunAsync("#!fsharp\nprintf \"\""));
        var output = Assert.Single(await session.RunAsync("#!fsharp\ntwice (x + 1)"))!;
        Assert.Equal("execute_result", output["output_type"]!.ToString());
        Assert.Equal("42", TestNotebook.Text(output["data"]!["text/plain"]));
        await session.RunAsync("#!fsharp\nlet x = \"shadowed\"");
        Assert.Equal("shadowed", await session.ValueAsync("#!fsharp\nx"));
        Assert.Equal("5", await session.ValueAsync("2 + 3"));
    }

    [Fact]
    public async Task Console_text_and_displays_keep_their_order()
    {
        var outputs = await session.RunAsync("#!fsharp\nprintfn \"one %d\" 1\neprintfn \"two\"\ndisplay(3) |> ignore\nHTML \"<b>4</b>\"");
        Assert.Equal(["one 1\n", "two\n"], outputs.Take(2).Select(o => TestNotebook.Text(o!["text"])));
        Assert.Equal("stderr", outputs[1]!["name"]!.ToString());
        Assert.Equal("3", TestNotebook.Text(outputs[2]!["data"]!["text/plain"]));
        Assert.Equal("<b>4</b>", TestNotebook.Text(outputs[3]!["data"]!["text/html"]));
    }

    [Fact]
    public async Task Formatters_are_those_of_the_other_cells()
    {
        await session.RunAsync("Formatter.Register<Version>(v => $\"<i>{v.Major}</i>\", \"text/html\");");
        var output = Assert.Single(await session.RunAsync("#!fsharp\nVersion(4, 2)"))!;
        Assert.Equal("<i>4</i>", TestNotebook.Text(output["data"]!["text/html"]));
    }

    [Fact]
    public async Task A_library_is_found_from_the_folder_of_the_notebook_and_is_one_for_both_languages()
    {
        ScriptLibrary.Build(session.Folder.File("lib"), "Counting", "namespace Counting { public static class Counter { public static int Value; } }");
        await session.RunAsync("#r \"lib/Counting.dll\"\nCounting.Counter.Value = 7;");
        Assert.Equal("7", await session.ValueAsync("#!fsharp\n#r \"lib/Counting.dll\"\nCounting.Counter.Value"));
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_names_the_line_and_shows_it()
    {
        var output = Assert.Single(await session.RunAsync("#!fsharp\nlet a = 1\nlet b : int = \"text\""))!;
        Assert.Equal("CompilationError", output["ename"]!.ToString());
        var traceback = output["traceback"]!.AsArray().Select(l => l!.ToString()).ToArray();
        Assert.StartsWith("(3,15): error FS0001: This expression was expected to have type 'int'", traceback[0], StringComparison.Ordinal);
        Assert.Equal("    let b : int = \"text\"", traceback[1]);
        Assert.Equal("                  ^", traceback[2]);
        Assert.Equal(3, session.Outcome.Error!.Line);
    }

    [Fact]
    public async Task A_library_that_is_not_there_is_the_only_error_shown()
    {
        await session.RunAsync("#!fsharp\n#r \"no/such/library.dll\"\nopen Missing");
        var line = Assert.Single(session.Outcome.Error!.Traceback);
        Assert.Contains("no/such/library.dll", line, StringComparison.Ordinal);
        Assert.Contains("Build the library that #r names first", line, StringComparison.Ordinal);
        Assert.Equal(2, session.Outcome.Error.Line);
    }

    [Fact]
    public async Task A_cell_that_throws_shows_only_frames_of_the_user()
    {
        await session.RunAsync("#!fsharp\nlet check v =\n    if v > 2 then\n        invalidOp \"too big\"\n    v");
        var error = Assert.Single(await session.RunAsync("#!fsharp\nlet x = 7\n[ x ] |> List.map (fun v -> check v)"))!;
        Assert.Equal("InvalidOperationException", error["ename"]!.ToString());
        Assert.Equal(
            ["InvalidOperationException: too big", "3 | [ x ] |> List.map (fun v -> check v)", "   at check in cell 1, line 4", "   at cell 2, line 3", "   at cell 2, line 3"],
            error["traceback"]!.AsArray().Select(l => l!.ToString()));
        Assert.Equal("5", await session.ValueAsync("#!fsharp\n5"));
    }

    [Fact]
    public async Task A_runaway_loop_is_stopped_by_force_and_the_values_survive()
    {
        await session.RunAsync("#!fsharp\nlet mutable n = 0");
        await session.RunAsync(
            "#!fsharp\nwhile true do\n    n <- n + 1", new CellLimits { Timeout = TimeSpan.FromSeconds(2), Grace = TimeSpan.FromSeconds(1), Force = TimeSpan.FromSeconds(20) });
        Assert.Equal(CellStatus.TimedOut, session.Outcome.Status);
        Assert.False(session.Outcome.StillRunning);
        Assert.Equal("True", await session.ValueAsync("#!fsharp\nn > 0"));
    }

    [Fact]
    public async Task Completion_knows_values_and_members_once_a_cell_has_run()
    {
        Assert.Empty(session.Complete("#!fsharp\nList.").Items);
        await session.RunAsync("#!fsharp\nlet momentum = [ 1.0 ]");
        var list = session.Complete("#!fsharp\nlet m = momen");
        Assert.Contains(list.Items, i => i.Text == "momentum");
        Assert.Equal("#!fsharp\nlet m = ".Length, list.Start);
        Assert.Contains(session.Complete("#!fsharp\nmomentum |> List.av").Items, i => i.Text == "average");
        Assert.Contains(session.Complete("#!fsharp\nmomentum.").Items, i => i.Text == "Length");
    }
}
