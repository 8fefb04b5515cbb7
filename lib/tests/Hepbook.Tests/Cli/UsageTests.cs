using Hepbook.Tests.Support;

namespace Hepbook.Tests.Cli;

public sealed class UsageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("'nowhere.ipynb' does not exist", "run", "nowhere.ipynb")]
    [InlineData("no option '--htlm'", "run", "--htlm")]
    [InlineData("--timeout -1", "run", "nowhere.ipynb", "--timeout", "-1")]
    [InlineData("expected NAME=VALUE", "run", "nowhere.ipynb", "--set", "rows")]
    public async Task Bad_usage_is_said_in_one_line(string expected, params string[] arguments)
    {
        var (code, _, error) = await CommandRun.RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("walk")]
    [InlineData("run", "a.ipynb", "--timeout", "soon")]
    public async Task Arguments_that_cannot_be_read_are_bad_usage(params string[] arguments) =>
        Assert.Equal(2, (await CommandRun.RunAsync(arguments)).Code);

    [Fact]
    public async Task A_file_that_is_not_json_is_bad_input()
    {
        var file = folder.Write("a.ipynb", "this is no notebook");
        var (code, _, error) = await CommandRun.RunAsync("run", file);
        Assert.Equal(2, code);
        Assert.Contains("a.ipynb(1,2): not JSON", error, StringComparison.Ordinal);
        Assert.Equal(["a.ipynb"], folder.Contents());
    }

    [Fact]
    public async Task A_folder_without_notebooks_is_bad_input()
    {
        var (code, _, error) = await CommandRun.RunAsync("run", folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("holds no notebook", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_never_overwrite_a_notebook_or_each_other()
    {
        var one = folder.Write("x/a.ipynb", TestNotebook.Json("1"));
        var two = folder.Write("y/a.ipynb", TestNotebook.Json("2"));
        Assert.Contains("--in-place", (await CommandRun.RunAsync("run", one, "--output", Path.GetDirectoryName(one)!)).Error, StringComparison.Ordinal);
        Assert.Contains("same files", (await CommandRun.RunAsync("run", one, two, "--output", folder.File("out"))).Error, StringComparison.Ordinal);
        Assert.Equal(["x/a.ipynb", "y/a.ipynb"], folder.Contents());
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    public async Task Help_and_version_succeed(params string[] arguments)
    {
        using var process = new HepbookProcess(arguments);
        var (code, output, _) = await process.EndAsync();
        Assert.Equal(0, code);
        Assert.NotEmpty(output.Trim());
    }

    [Fact]
    public async Task Doctor_reports_every_check_and_computes()
    {
        using var process = new HepbookProcess("doctor");
        var (code, output, _) = await process.EndAsync();
        foreach (var check in new[] { ".NET SDK", "computer", "C++ runtime", "repository", "lib/dist", "libtorch", "1 + 1 = 2", "CUDA", "data", "browser", "Jupyter", "cluster" })
            Assert.Contains(check, output, StringComparison.Ordinal);
        Assert.Equal(output.Contains("BAD", StringComparison.Ordinal) ? 1 : 0, code);
    }
}
