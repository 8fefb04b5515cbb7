using Hepbook.Engine;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Engine;

public sealed class CellErrorTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task A_cell_that_does_not_compile_names_the_line_and_shows_it()
    {
        var output = Assert.Single(await session.RunAsync("var a = 1;\n\nint b = \"text\";"))!;
        Assert.Equal("error", output["output_type"]!.ToString());
        Assert.Equal("CompilationError", output["ename"]!.ToString());
        var traceback = output["traceback"]!.AsArray().Select(l => l!.ToString()).ToArray();
        Assert.StartsWith("(3,9): error CS0029", traceback[0], StringComparison.Ordinal);
        Assert.Equal("    int b = \"text\";", traceback[1]);
        Assert.Equal("            ^", traceback[2]);
        Assert.Equal(3, session.Outcome.Error!.Line);
    }

    [Theory]
    [InlineData("using var s = new System.IO.MemoryStream();", true)]
    [InlineData("using System.IO.MemoryStream s = new();", true)]
    [InlineData("{ using var s = new System.IO.MemoryStream() }", false)]
    public async Task A_using_declaration_at_the_top_is_explained(string code, bool explained)
    {
        await session.RunAsync(code);
        Assert.Equal("CompilationError", session.Outcome.Error!.Name);
        Assert.Equal(explained, session.Outcome.Error.Traceback.Any(line => line.Contains("only between braces", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_using_declaration_between_braces_runs()
    {
        await session.RunAsync("{ using var s = new System.IO.MemoryStream(); }");
        Assert.Null(session.Outcome.Error);
    }

    [Fact]
    public async Task A_library_that_is_not_there_is_the_only_error_shown()
    {
        await session.RunAsync("#r \"no/such/library.dll\"\nusing Missing.Names;\nMissing.Thing.Do();");
        Assert.Equal("CompilationError", session.Outcome.Error!.Name);
        var line = Assert.Single(session.Outcome.Error.Traceback);
        Assert.Contains("CS0006", line, StringComparison.Ordinal);
        Assert.Contains("Build the library that #r names first", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!fsharp\n")]
    public async Task The_nearest_names_in_the_folder_of_a_library_that_is_not_there_are_shown(string language)
    {
        session.Folder.Write("built/HepBayes.Notebook.dll", "");
        session.Folder.Write("built/Other.dll", "");
        await session.RunAsync(language + "#r \"built/HepBayes.Notebok.dll\"");
        var line = Assert.Single(session.Outcome.Error!.Traceback);
        Assert.Contains("Did you mean HepBayes.Notebook.dll?", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Other.dll", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_argument_shows_where_in_the_notebook_and_no_stack()
    {
        await session.RunAsync("var a = 1;");
        var outputs = await session.RunAsync("var b = 1;\nArgumentOutOfRangeException.ThrowIfNegative(-b);");
        var traceback = Assert.Single(outputs)!["traceback"]!.AsArray().Select(l => l!.ToString()).ToArray();
        Assert.Equal(3, traceback.Length);
        Assert.Equal("2 | ArgumentOutOfRangeException.ThrowIfNegative(-b);", traceback[1]);
        Assert.Equal("   at cell 2, line 2", traceback[2]);
    }

    [Fact]
    public async Task After_a_cell_that_did_not_compile_the_state_is_as_before()
    {
        await session.RunAsync("var kept = 5;");
        await session.RunAsync("var kept = unknown;");
        Assert.Equal("5", await session.ValueAsync("kept"));
    }

    [Fact]
    public async Task A_cell_that_throws_keeps_its_outputs_and_shows_only_frames_of_the_user()
    {
        await session.RunAsync("int Check(int v)\n{\n    if (v > 2)\n        throw new InvalidOperationException(\"too big\");\n    return v;\n}");
        var outputs = await session.RunAsync("Console.WriteLine(\"before\");\nvar x = 7;\nCheck(x);");
        Assert.Equal(2, outputs.Count);
        var error = outputs[1]!;
        Assert.Equal("InvalidOperationException", error["ename"]!.ToString());
        Assert.Equal("too big", error["evalue"]!.ToString());
        Assert.Equal(3, session.Outcome.Error!.Line);
        Assert.Equal(
            ["InvalidOperationException: too big", "3 | Check(x);", "   at Check in cell 1, line 4", "   at cell 2, line 3"],
            error["traceback"]!.AsArray().Select(l => l!.ToString()));
        Assert.Equal("7", await session.ValueAsync("x"));
    }

    [Fact]
    public async Task An_exception_of_a_static_constructor_is_shown_as_itself()
    {
        await session.RunAsync("class Table { public static int Rows = int.Parse(\"many\"); }");
        await session.RunAsync("// comment\nConsole.WriteLine(Table.Rows);");
        Assert.Equal("FormatException", session.Outcome.Error!.Name);
        Assert.Equal(2, session.Outcome.Error.Line);
    }

    [Fact]
    public async Task A_formatter_that_throws_is_an_error_of_the_cell()
    {
        await session.RunAsync("class Broken { }\nFormatter.Register<Broken>(b => throw new ArithmeticException(\"formatter\"), \"text/html\");");
        await session.RunAsync("new Broken()");
        Assert.Equal(CellStatus.Failed, session.Outcome.Status);
        Assert.Equal("ArithmeticException", session.Outcome.Error!.Name);
    }

    [Fact]
    public async Task A_cell_that_stops_when_its_time_is_up_is_a_timeout()
    {
        await session.RunAsync("1");
        var outputs = await session.RunAsync(
            "Console.WriteLine(\"begun\"); await Task.Delay(-1, Hepbook.Hosting.CellContext.Current.CancellationToken);",
            new CellLimits { Timeout = TimeSpan.FromSeconds(2), Grace = TimeSpan.FromMinutes(1) });
        Assert.Equal(CellStatus.TimedOut, session.Outcome.Status);
        Assert.False(session.Outcome.StillRunning);
        Assert.Equal("TimeoutException", outputs[^1]!["ename"]!.ToString());
        Assert.Equal("begun\n", TestNotebook.Text(outputs[0]!["text"]));
    }

    [Fact]
    public async Task An_interrupted_cell_says_so()
    {
        using var interrupt = new CancellationTokenSource();
        var limits = new CellLimits { Interrupt = interrupt.Token, Grace = TimeSpan.FromMinutes(1) };
        await session.RunAsync("var begun = new TaskCompletionSource();");
        var cell = session.RunAsync("Hepbook.Hosting.CellContext.Current.Status(\"begun\"); await Task.Delay(-1, Hepbook.Hosting.CellContext.Current.CancellationToken);", limits);
        await Eventually.TrueAsync(() => session.StatusLines.Contains("begun"));
        await interrupt.CancelAsync();
        await cell;
        Assert.Equal(CellStatus.Interrupted, session.Outcome.Status);
    }
}
