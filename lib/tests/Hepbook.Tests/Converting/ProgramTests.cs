using System.Diagnostics;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Converting;

public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_program_does_what_the_notebook_does()
    {
        string[] cells =
        [
            "using System.Globalization;\nvar x = 1;\nint Twice(int v) => 2 * v;\nx",
            "foreach (var y in new[] { 1, 2 })\n{\n    Console.WriteLine($\"block {y}\");\n}\nint Next() => x + 1;",
            "var y = Twice(20);\nvar x = \"again\";\nConsole.WriteLine($\"{x} {Next()}\");\nnew { x, y }",
            "record Point(double X, double Y);\nvar points = new[] { new Point(1, 2) };\nvar args = points.Select(x => x.X);\nargs",
            "#!fsharp\nlet z = 1",
            "var (a, (x, b)) = (1, (2.5, 3));\n(x, y, a).x.ToString(CultureInfo.InvariantCulture)",
            "void Say(string x) => Console.WriteLine($\"said {x}\");\nSay(x: \"it\")",
            "var shown = display(\"first\");\nshown.Update(\"second\");\ndisplay(HTML(\"<b>bold</b>\"))",
            "if (int.TryParse(\"7\", out var parsed))\n    Console.WriteLine(parsed);\nawait Task.FromResult(parsed + 1)",
            "System.IO.File.WriteAllText(\"written\", \"\");",
        ];
        var file = folder.Write("study.cs", Converted.Program(cells));
        var (code, output, error) = await DotnetRunAsync(file);
        Assert.True(code == 0, output + error);
        Assert.Equal(
            "1\nblock 1\nblock 2\nagain 2\n{ x = again, y = 40 }\n[ 1 ]\n2.5\nsaid it\nfirst\nsecond\nbold\n7\n8\n", output.ReplaceLineEndings("\n"));
        Assert.True(File.Exists(folder.File("written")), "the program works in its own folder");
    }

    [Fact]
    public void A_library_is_referred_to_from_the_folder_of_the_program()
    {
        var notebook = Converted.OfCode("#r \"../lib/dist/Some.dll\"\n#r \"nuget: Package.One, 1.2.3\"\n#i \"nuget: https://example.org/feed\"\nvar a = 1;");
        var text = notebook.Text("programs/out.cs");
        Assert.Contains("\n#:property AdditionalExplicitAssemblyReferences=$(MSBuildProjectDirectory)/../../lib/dist/*.dll\n", text, StringComparison.Ordinal);
        Assert.Contains("libraries = [\"../../lib/dist\"]", text, StringComparison.Ordinal);
        Assert.Contains("\n#:package Package.One@1.2.3\n", text, StringComparison.Ordinal);
        Assert.Contains("\n#:property RestoreAdditionalProjectSources=https://example.org/feed\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_in_another_language_is_a_comment_with_a_note()
    {
        var text = Converted.Program("var a = 1;", "#!fsharp\nlet b = 1");
        Assert.Contains("//! This cell is written in fsharp", text, StringComparison.Ordinal);
        Assert.Contains("//| let b = 1", text, StringComparison.Ordinal);
        var notes = new List<string>();
        Hepbook.Converting.NotebookFiles.ToText(Converted.OfCode("1", "#!fsharp\n1"), "in.ipynb", "out.cs", notes);
        Assert.Equal("cell 2 of 2 (fsharp) is kept as a comment; the program does not run it", Assert.Single(notes));
    }

    [Theory]
    [InlineData("cell 2 of 2, line 2: ) expected", "var a = 1;", "\nf(1;")]
    [InlineData("line 1: 'public' is not allowed", "public int a = 1;")]
    [InlineData("line 2: 'F' is declared twice in this cell", "int F() => 1;\nint F(int a) => a;")]
    [InlineData("line 1: an extension method", "static int F(this int a) => a;")]
    [InlineData("line 1: only statements, functions and types", "int Property => 3;")]
    [InlineData("line 2: #load", "\n#load \"a.csx\"")]
    [InlineData("line 1: 'return' would end the program", "return 3;")]
    [InlineData("line 1: give the type lines of its own", "class A; var a = 1;")]
    public void What_no_program_can_hold_is_named_with_cell_and_line(string expected, params string[] cells) =>
        Assert.Contains(expected, Converted.Refused(cells), StringComparison.Ordinal);

    private static async Task<(int Code, string Output, string Error)> DotnetRunAsync(string file)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["run", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // The test host's own settings of MSBuild would reach the build of the program.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("dotnet run did not end within four minutes");
        }

        return (process.ExitCode, await output, await error);
    }
}
