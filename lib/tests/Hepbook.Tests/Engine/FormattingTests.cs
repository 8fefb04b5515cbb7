using System.Text.Json.Nodes;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Engine;

public sealed class FormattingTests : IDisposable
{
    private const string Shapes = """
        using Microsoft.DotNet.Interactive.Formatting;
        namespace Shapes;
        public class Circle { public double Radius = 2; }
        public static class Setup
        {
            public static void Register()
            {
                Formatter.Register<Circle>(c => "<b>circle</b>", "text/html");
                Formatter.Register<Circle>(c => "{\"radius\":" + c.Radius + "}", "application/vnd.shapes+json");
                Formatter.SetPreferredMimeTypesFor(typeof(Circle), "text/html", "application/vnd.shapes+json");
            }
        }
        """;

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task A_formatter_registered_by_a_referenced_library_reaches_the_host_in_several_types()
    {
        ScriptLibrary.Build(session.Folder.File("shapes"), "Shapes", Shapes);
        await session.RunAsync("#r \"shapes/Shapes.dll\"\nShapes.Setup.Register();");
        Assert.Null(session.Outcome.Error);
        var data = Assert.Single(await session.RunAsync("new Shapes.Circle()"))!["data"]!.AsObject();
        Assert.Equal("<b>circle</b>", TestNotebook.Text(data["text/html"]));
        var json = Assert.IsType<JsonObject>(data["application/vnd.shapes+json"]);
        Assert.Equal(2, json["radius"]!.GetValue<double>());
        Assert.Equal("[Circle]", TestNotebook.Text(data["text/plain"]));
    }

    [Fact]
    public async Task A_number_is_plain_text_only()
    {
        var data = Assert.Single(await session.RunAsync("2.5"))!["data"]!.AsObject();
        Assert.Equal(["text/plain"], data.Select(p => p.Key));
    }

    [Fact]
    public async Task An_object_has_html_and_a_text_of_limited_length()
    {
        var data = Assert.Single(await session.RunAsync("Enumerable.Range(0, 20).Select(i => new string('a', 1000)).ToArray()"))!["data"]!.AsObject();
        Assert.True(data.ContainsKey("text/html"));
        Assert.InRange(TestNotebook.Text(data["text/plain"]).Length, 1, 4001);
    }

    [Fact]
    public async Task Html_and_other_ready_text_is_stored_as_it_is()
    {
        var outputs = await session.RunAsync("display(HTML(\"<i>x</i>\")); \"<svg/>\".DisplayAs(\"image/svg+xml\");");
        Assert.Equal("<i>x</i>", TestNotebook.Text(outputs[0]!["data"]!["text/html"]));
        Assert.Equal("<svg/>", TestNotebook.Text(outputs[1]!["data"]!["image/svg+xml"]));
    }

    [Fact]
    public async Task Libraries_find_the_running_cell_by_name()
    {
        var outputs = await session.RunAsync("""
            var type = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType("Hepbook.Hosting.CellContext")).First(t => t != null);
            var cell = type.GetProperty("Current").GetValue(null);
            var handle = type.GetMethod("Display").Invoke(cell, new object[] { new Dictionary<string, string> { ["text/html"] = "old", ["application/json"] = "[1]" } });
            handle.GetType().GetInterface("IDisplayHandle").GetMethod("Update").Invoke(handle, new object[] { new Dictionary<string, string> { ["text/html"] = "new", ["application/json"] = "[2]" } });
            type.GetMethod("Status").Invoke(cell, new object[] { "half way\nsecond line" });
            var stoppable = ((System.Threading.CancellationToken)type.GetProperty("CancellationToken").GetValue(cell)).CanBeCanceled;
            if (!stoppable) throw new Exception("no token");
            """);
        Assert.Null(session.Outcome.Error);
        var data = Assert.Single(outputs)!["data"]!;
        Assert.Equal("new", TestNotebook.Text(data["text/html"]));
        Assert.Equal(2, Assert.IsType<JsonArray>(data["application/json"])[0]!.GetValue<int>());
        Assert.Equal(["half way"], session.StatusLines);
        Assert.Null(Hepbook.Hosting.CellContext.Current);
    }

    [Fact]
    public async Task The_built_library_of_the_repository_computes_in_a_cell()
    {
        var dist = RepositoryFiles.Dist();
        await session.RunAsync($"#r \"{dist}/HepBayes.dll\"\n#r \"{dist}/TorchSharp.dll\"\nHepBayes.Runtime.NativeLibraries.EnsureLoaded();");
        Assert.Equal("4", await session.ValueAsync("TorchSharp.torch.ones(2, 2).sum().item<float>()"));
    }
}
