using Hepbook.Assistance;
using Hepbook.Engine;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Assistance;

public sealed class CSharpAssistanceTests : IDisposable
{
    private const char Caret = '|';

    private readonly TemporaryFolder folder = new();
    private readonly NotebookSession session;

    public CSharpAssistanceTests() => session = new NotebookSession(folder.Path);

    public void Dispose()
    {
        session.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("Console.WriteL|", "WriteLine")]
    [InlineData("mass.ToS|", "ToString")]
    [InlineData("events.Whe|", "Where")]
    [InlineData("events.Select(e => e.Len|)", "Length")]
    [InlineData("mas|", "mass")]
    [InlineData("var x = Dou|", "Double")]
    [InlineData("mass.ToS|\nvar y = 1;", "ToString")]
    [InlineData("events?.Cou|", "Count")]
    [InlineData("System.Tex|", "Text")]
    [InlineData("using System.Tex|", "Text")]
    [InlineData("DayOfWeek.Mon|", "Monday")]
    [InlineData("int F(int parameter) { return para|", "parameter")]
    [InlineData("retur|", "return")]
    [InlineData("$\"{mas|}\"", "mass")]
    [InlineData("#!csharp\nmas|", "mass")]
    public async Task What_fits_is_offered(string typed, string expected)
    {
        await PrepareAsync();
        Assert.Contains(expected, Complete(typed).Items.Select(i => i.Text));
    }

    [Theory]
    [InlineData("// mas|")]
    [InlineData("/* mas| */ 1")]
    [InlineData("\"mas|\"")]
    [InlineData("\"mas|")]
    [InlineData("nothing.mas|")]
    [InlineData("1.5|")]
    public async Task Where_nothing_can_stand_nothing_is_offered(string typed)
    {
        await PrepareAsync();
        Assert.Empty(Complete(typed).Items);
    }

    [Fact]
    public async Task Members_of_values_and_of_types_are_told_apart_and_the_word_is_replaced()
    {
        await PrepareAsync();
        Assert.DoesNotContain("Parse", Complete("mass.|").Items.Select(i => i.Text));
        Assert.DoesNotContain("CompareTo", Complete("double.|").Items.Select(i => i.Text));
        var list = Complete("Math.Sqr|t(2)");
        Assert.Equal((5, 9), (list.Start, list.End));
        Assert.Equal(new CompletionItem("Sqrt", "method"), Assert.Single(list.Items));
    }

    [Fact]
    public void Files_are_offered_in_references()
    {
        folder.Write("lib/Some.dll", "");
        folder.Write("lib/other.txt", "");
        Assert.Equal(["lib/"], Complete("#r \"l|").Items.Select(i => i.Text));
        Assert.Equal(["Some.dll"], Complete("1\n#r \"lib/|").Items.Select(i => i.Text));
    }

    [Theory]
    [InlineData("Math.Sqr|t(2)", "double Math.Sqrt(double d)", "square root")]
    [InlineData("Math.Sqrt(|2)", "double Math.Sqrt(double d)", "square root")]
    [InlineData("mas|s + 1", "double mass", "")]
    [InlineData("Twi|ce(1)", "int Twice(int v)", "")]
    [InlineData("events.Cou|nt", "List<string>.Count", "Gets the number of elements")]
    [InlineData("Enumera|ble.Range", "class Enumerable", "")]
    public async Task Names_are_explained_with_what_is_written_about_them(string typed, string signature, string summary)
    {
        await PrepareAsync();
        var (code, position) = Split(typed);
        var found = session.Inspect(code, position);
        Assert.NotNull(found);
        Assert.Contains(signature, found.Signature, StringComparison.Ordinal);
        Assert.Contains(summary, found.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_library_s_own_texts_are_found()
    {
        var dist = RepositoryFiles.Dist();
        await session.RunAsync($"#r \"{dist}/HepBayes.dll\"\nusing HepBayes.Sampling;", 1, new Hepbook.Notebooks.CellOutputs(1), new CellLimits());
        var found = session.Inspect("Hmc.Sample", 6);
        Assert.NotNull(found);
        Assert.NotEmpty(found.Summary);
        Assert.Contains("**density**", found.ToMarkdown(detailed: true), StringComparison.Ordinal);
        Assert.DoesNotContain("density**", found.ToMarkdown(detailed: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_said_about_what_is_unknown()
    {
        await PrepareAsync();
        Assert.Null(session.Inspect("unknown", 3));
        Assert.Null(session.Inspect("", 0));
        Assert.Null(session.Inspect("1 + 1", 2));
    }

    [Theory]
    [InlineData("1 + 1", "Complete")]
    [InlineData("var x = 1;", "Complete")]
    [InlineData("unknown.Name", "Complete")]
    [InlineData("", "Complete")]
    [InlineData("for (var i = 0; i < 3; i++)\n{", "Incomplete")]
    [InlineData("Math.Max(1,", "Incomplete")]
    [InlineData("var x = ", "Incomplete")]
    [InlineData("/* open", "Incomplete")]
    [InlineData("var x = );", "Invalid")]
    [InlineData("}", "Invalid")]
    public void Code_that_goes_on_is_told_from_code_that_is_wrong(string code, string expected) => Assert.Equal(expected, session.CompletenessOf(code).ToString());

    private static (string Code, int Position) Split(string typed) => (typed.Remove(typed.IndexOf(Caret), 1), typed.IndexOf(Caret));

    private CompletionList Complete(string typed)
    {
        var (code, position) = Split(typed);
        return session.Complete(code, position);
    }

    private async Task PrepareAsync() => await session.RunAsync(
        "var mass = 91.2;\nvar events = new List<string>();\nint Twice(int v) => 2 * v;", 1, new Hepbook.Notebooks.CellOutputs(1), new CellLimits());
}
