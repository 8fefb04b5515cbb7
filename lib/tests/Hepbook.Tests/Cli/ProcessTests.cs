using System.Diagnostics;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Cli;

/// <summary>What only a process of its own can show.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_cell_that_never_ends_is_stopped_and_the_outputs_so_far_are_written()
    {
        var file = folder.Write("loop.ipynb", TestNotebook.Json("Console.WriteLine(\"first\");", "Console.WriteLine(\"begun\");\nwhile (true) { }", "3"));
        using var process = new HepbookProcess("run", file, "--timeout", "20");
        var (code, output, error) = await process.EndAsync();
        Assert.Equal(1, code);
        Assert.Contains("loop.ipynb: cell 2: TimeoutException", error, StringComparison.Ordinal);
        Assert.Contains("time is up", output, StringComparison.Ordinal);
        var result = TestNotebook.Read(folder.File("out/loop.ipynb"));
        Assert.Empty(NotebookFormat.Violations(result));
        Assert.Equal("first\n", TestNotebook.Text(TestNotebook.Outputs(result, 0)[0]!["text"]));
        Assert.Equal("begun\n", TestNotebook.Text(TestNotebook.Outputs(result, 1)[0]!["text"]));
        Assert.Equal("TimeoutException", TestNotebook.Outputs(result, 1)[1]!["ename"]!.ToString());
        Assert.Empty(TestNotebook.Outputs(result, 2));
        Assert.Equal(["loop.ipynb", "out/loop.ipynb"], folder.Contents());
    }

    [Fact]
    public async Task Interrupting_leaves_a_valid_notebook_with_the_outputs_so_far()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no command that sends Ctrl-C to another process.");
        if (IgnoresInterrupts())
            Assert.Skip("This process was started in the background with interrupts ignored, and so are its children.");
        var file = folder.Write("long.ipynb", TestNotebook.Json(
            "Console.WriteLine(\"first\");", "System.IO.File.WriteAllText(\"begun\", \"\");\nConsole.WriteLine(\"second\");\nawait Task.Delay(-1, Hepbook.Hosting.CellContext.Current.CancellationToken);", "3"));
        using var process = new HepbookProcess("run", file);
        await Eventually.TrueAsync(() => File.Exists(folder.File("begun")) || process.HasExited);
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString()]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var (code, _, _) = await process.EndAsync();
        Assert.Equal(130, code);
        var result = TestNotebook.Read(folder.File("out/long.ipynb"));
        Assert.Empty(NotebookFormat.Violations(result));
        Assert.Equal("first\n", TestNotebook.Text(TestNotebook.Outputs(result, 0)[0]!["text"]));
        Assert.Equal("Interrupted", TestNotebook.Outputs(result, 1)[^1]!["ename"]!.ToString());
        Assert.Equal(["begun", "long.ipynb", "out/long.ipynb"], folder.Contents());
    }

    [Fact]
    public async Task The_notebooks_of_a_folder_run_in_order_each_on_its_own()
    {
        folder.Write("2-second.ipynb", TestNotebook.Json("Environment.GetEnvironmentVariable(\"LEAK\") ?? \"clean\""));
        folder.Write("1-first.ipynb", TestNotebook.Json("Environment.SetEnvironmentVariable(\"LEAK\", \"leaked\");", "throw new Exception(\"no\");"));
        using var process = new HepbookProcess("run", folder.Path);
        var (code, output, error) = await process.EndAsync();
        Assert.Equal(1, code);
        Assert.Contains("1-first.ipynb: cell 2, line 1: Exception: no", error, StringComparison.Ordinal);
        Assert.True(output.IndexOf("1-first", StringComparison.Ordinal) < output.IndexOf("2-second", StringComparison.Ordinal));
        Assert.Contains("1 of 2 notebooks ran to their end.", output, StringComparison.Ordinal);
        var second = TestNotebook.Read(folder.File("out/2-second.ipynb"));
        Assert.Equal("clean", TestNotebook.Text(TestNotebook.Outputs(second, 0)[0]!["data"]!["text/plain"]));
    }

    // Shells start background jobs that way; .NET keeps it, as programs should.
    private static bool IgnoresInterrupts()
    {
        const string status = "/proc/self/status";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return line is not null && (Convert.ToUInt64(line.Split('\t')[1], 16) & 0b10) != 0;
    }
}
