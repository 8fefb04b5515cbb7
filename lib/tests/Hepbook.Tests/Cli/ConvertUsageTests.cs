using Hepbook.Tests.Support;

namespace Hepbook.Tests.Cli;

public sealed class ConvertUsageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_replaced_only_on_request()
    {
        var file = folder.Write("a.ipynb", TestNotebook.Json("1"));
        var target = folder.Write("a.dib", "mine");
        var (code, _, error) = await CommandRun.RunAsync("convert", file, target);
        Assert.Equal(2, code);
        Assert.Contains("Say --force to replace it", error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await CommandRun.RunAsync("convert", file, target, "--force")).Code);
        Assert.StartsWith("#!meta", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(["a.dib", "a.ipynb"], folder.Contents());
    }

    [Fact]
    public async Task Notebook_to_dib_to_notebook_gives_the_same_file()
    {
        var file = folder.Write("a.ipynb", TestNotebook.Json(TestNotebook.Markdown + "# Title", TestNotebook.Parameters + "var a = 1;", "#!fsharp\nlet b = 1"));
        Assert.Equal(0, (await CommandRun.RunAsync("convert", file, folder.File("a.dib"))).Code);
        Assert.Equal(0, (await CommandRun.RunAsync("convert", folder.File("a.dib"), folder.File("b.ipynb"))).Code);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(folder.File("b.ipynb"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("'nowhere.dib' does not exist", "nowhere.dib", "a.ipynb")]
    [InlineData("'nowhere.ipynb' does not exist", "nowhere.ipynb", "a.dib")]
    [InlineData("'a.py' ends in '.py'; expected .ipynb, .dib or .cs", "a.py", "a.ipynb")]
    [InlineData("is both what is read and what is written", "a.dib", "./a.dib")]
    public async Task Bad_usage_is_said_in_one_line(string expected, string source, string target)
    {
        var (code, _, error) = await CommandRun.RunAsync("convert", source, target);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
