using System.IO.Compression;
using System.Text;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Packages;

public sealed class PackageTests : IDisposable
{
    private readonly Session session = new();

    // Packages stay in the cache of the user, so every run makes its own.
    private readonly string name = "Hepbook.Test" + Guid.NewGuid().ToString("N")[..8];

    public void Dispose()
    {
        session.Dispose();
        var cached = Path.Combine(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"), name.ToLowerInvariant());
        if (Directory.Exists(cached))
            Directory.Delete(cached, recursive: true);
    }

    [Fact]
    public async Task A_package_of_a_relative_source_in_the_configuration_of_the_folder_is_used_in_both_languages()
    {
        Pack("feed");
        Configure("<add key=\"here\" value=\"feed\" />");
        Assert.Equal("42", await session.ValueAsync($"#r \"nuget: {name}, 1.0.0\"\nPacked.Answer.Value"));
        await session.RunAsync("using Packed;");
        Assert.Equal("42", await session.ValueAsync("Answer.Value"));
        Assert.Equal("43", await session.ValueAsync($"#!fsharp\n#r \"nuget: {name}, 1.0.0\"\nPacked.Answer.Value + 1"));
    }

    [Fact]
    public async Task A_source_may_be_named_by_a_path_relative_to_the_notebook_and_the_newest_version_is_the_default()
    {
        Pack("elsewhere/feed");
        Configure("");
        Assert.Equal("42", await session.ValueAsync($"#i \"nuget: elsewhere/feed\"\n#r \"nuget:{name}\"\nPacked.Answer.Value"));
    }

    [Fact]
    public async Task An_unknown_package_names_what_was_tried_and_what_may_be_meant()
    {
        Pack("feed");
        Configure("<add key=\"here\" value=\"feed\" />");
        await session.RunAsync($"var kept = 3;\n#r \"nuget: {name}s, 1.0.0\"");
        var error = session.Outcome.Error!;
        Assert.Equal(("PackageError", 2), (error.Name, error.Line));
        Assert.Contains($"Unable to find package {name}s.", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Tried: {session.Folder.File("feed")}.", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Did you mean {name}?", error.Message, StringComparison.Ordinal);
        Assert.Equal("5", await session.ValueAsync("5"));
    }

    [Fact]
    public async Task Without_a_network_there_is_an_error_soon_and_what_is_in_folders_is_used()
    {
        Pack("feed");
        Configure("<add key=\"here\" value=\"feed\" /><add key=\"gone\" value=\"https://127.0.0.1:9/index.json\" />");
        await session.RunAsync("#r \"nuget: No.Such.Package.Anywhere, 1.0.0\"");
        Assert.Contains("Not reached: https://127.0.0.1:9/index.json (", session.Outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("42", await session.ValueAsync($"#r \"nuget: {name}, 1.0.0\"\nPacked.Answer.Value"));
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_an_error()
    {
        await session.RunAsync("#i \"nuget: no/feed\"");
        Assert.Contains("there is no folder", session.Outcome.Error!.Message, StringComparison.Ordinal);
    }

    private void Configure(string sources) =>
        session.Folder.Write("nuget.config", $"<configuration><packageSources><clear />{sources}</packageSources></configuration>");

    private void Pack(string folder)
    {
        // The assembly's name is the package's: one process runs all tests.
        ScriptLibrary.Build(session.Folder.File("built"), name, "namespace Packed { public static class Answer { public static int Value => 42; } }");
        Directory.CreateDirectory(session.Folder.File(folder));
        using var file = ZipFile.Open(session.Folder.File($"{folder}/{name}.1.0.0.nupkg"), ZipArchiveMode.Create);
        file.CreateEntryFromFile(session.Folder.File($"built/{name}.dll"), $"lib/net8.0/{name}.dll");
        using var text = new StreamWriter(file.CreateEntry($"{name}.nuspec").Open(), Encoding.UTF8);
        text.Write($"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{name}</id><version>1.0.0</version><authors>tests</authors><description>A package for a test.</description></metadata>
            </package>
            """);
    }
}
