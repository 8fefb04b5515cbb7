using Hepbook.Tests.Support;

namespace Hepbook.Tests.Engine;

public sealed class SharingTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task What_csharp_has_is_used_in_fsharp()
    {
        await session.RunAsync("""
            var count = 3; var name = "Z"; var masses = new[] { 91.5, 80.25 }; var grid = new int[,] { { 1, 2 } }; var rows = new[] { new[] { 1 }, new[] { 2, 3 } };
            var pair = (1, "one"); var list = new List<(int, double)> { (1, 2.5) }; var table = new Dictionary<string, double[]> { ["a"] = [4.0] };
            IReadOnlyList<int> lazy = Enumerable.Range(0, 4).Select(i => i).Where(i => i > 1).ToList(); var version = new Version(1, 2); int? maybe = 4;
            """);
        foreach (var (name, expression, expected) in new[]
        {
            ("count", "count + 1", "4"), ("name", "name.Length", "1"), ("masses", "Array.sum masses", "171.75"), ("grid", "grid[0, 1]", "2"), ("rows", "rows[1][1]", "3"),
            ("pair", "let struct (a, b) = pair in b", "one"), ("list", "list |> Seq.sumBy (fun struct (i, x) -> float i + x)", "3.5"), ("table", "table[\"a\"][0] + 1.0", "5"),
            ("lazy", "Seq.length ``lazy``", "2"), ("version", "version.Minor", "2"), ("maybe", "maybe + 1", "5"),
        })
            Assert.Equal(expected, await session.ValueAsync($"#!fsharp\n#!share {name} --from csharp\n{expression}"));
    }

    [Fact]
    public async Task What_fsharp_has_is_used_in_csharp_lists_and_maps_included()
    {
        await session.RunAsync("#!fsharp\nlet xs = [ 1.5; 2.0 ]\nlet m = Map.ofList [ \"a\", [ 1; 2 ] ]\nlet o = Some 3\nlet t = 1, \"one\"\nlet s = set [ 1; 1 ]\nlet jagged = [| [| 1 |] |]\nlet plane = Array2D.create 2 3 1.0\nlet both = [| plane |]");
        foreach (var (name, expression, expected) in new[]
        {
            ("xs", "xs.Sum()", "3.5"), ("m", "m[\"a\"].Last()", "2"), ("o", "o.Value", "3"), ("t", "t.Item2", "one"), ("s", "s.Count", "1"),
            ("jagged", "jagged[0][0]", "1"), ("plane", "plane.GetLength(1)", "3"), ("both", "both[0].Length", "6"),
        })
            Assert.Equal(expected, await session.ValueAsync($"#!share {name} --from fsharp\n{expression}"));
    }

    [Fact]
    public async Task A_list_that_came_from_fsharp_goes_back_and_keeps_its_identity()
    {
        await session.RunAsync("#!fsharp\nlet xs = Map.ofList [ 1, [ 2.0 ] ]");
        await session.RunAsync("#!share xs --from fsharp --as mine");
        await session.RunAsync("var same = (object)mine;");
        Assert.Equal("True", await session.ValueAsync("#!fsharp\n#!set --name back --value @csharp:mine\n#!set --name o --value @csharp:same\nobj.ReferenceEquals(xs, back) && obj.ReferenceEquals(xs, o) && back[1] = [ 2.0 ]"));
    }

    [Fact]
    public async Task Objects_of_a_library_are_shared_without_a_further_reference()
    {
        ScriptLibrary.Build(session.Folder.File("lib"), "Rounds", "namespace Rounds { public record Circle(double Radius); }");
        await session.RunAsync("#r \"lib/Rounds.dll\"\nvar circles = new[] { new Rounds.Circle(2.5) };");
        Assert.Equal("2.5", await session.ValueAsync("#!fsharp\n#!share circles --from csharp\ncircles[0].Radius"));
    }

    [Theory]
    [InlineData("#!share nobody --from fsharp", "There is no 'nobody' in fsharp. Nothing is declared there yet.")]
    [InlineData("#!fsharp\n#!share momenta --from csharp", "There is no 'momenta' in csharp. Did you mean momentum?")]
    [InlineData("#!fsharp\n#!share own --from csharp", "'own' has the type Own, which is declared in a cell: fsharp does not know it. Share numbers")]
    [InlineData("#!fsharp\n#!share owns --from csharp", "and Own is declared in a cell")]
    [InlineData("#!share x --from python", "There are no variables of 'python'. Languages with variables: csharp, fsharp.")]
    [InlineData("#!html\n#!share momentum --from csharp", "Cells in html have no variables.")]
    [InlineData("#!share x", "write #!share NAME --from LANGUAGE")]
    [InlineData("#!set --name x --value 3", "write #!share NAME --from LANGUAGE")]
    public async Task What_cannot_be_shared_is_said(string cell, string message)
    {
        await session.RunAsync("record Own(int A); var own = new Own(1); var owns = new List<Own>(); var momentum = 3;");
        await session.RunAsync(cell);
        Assert.Contains(message, session.Outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(cell.Split('\n').Length, session.Outcome.Error.Line);
    }
}
