using System.Text.Json.Nodes;
using Hepbook.Jupyter;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Jupyter;

public sealed class KernelInstallTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("hepbook")]
    [InlineData(".net-csharp")]
    public async Task A_kernel_is_installed_listed_and_removed(string name)
    {
        Assert.Equal(0, (await CommandRun.RunAsync("kernel", "install", "--name", name, "--prefix", folder.Path)).Code);
        var file = folder.File($"share/jupyter/kernels/{name}/kernel.json");
        var spec = TestNotebook.Read(file);
        Assert.Equal("message", spec["interrupt_mode"]!.ToString());
        var arguments = spec["argv"]!.AsArray().Select(a => a!.ToString()).ToArray();
        Assert.True(File.Exists(arguments[0]) && File.Exists(arguments[1]));
        Assert.Equal(["kernel", "run", "{connection_file}"], arguments[2..]);
        Assert.Contains(file, (await CommandRun.RunAsync("kernel", "list", "--prefix", folder.Path)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.RunAsync("kernel", "uninstall", "--name", name, "--prefix", folder.Path)).Code);
        Assert.Empty(folder.Contents());
        Assert.Equal(2, (await CommandRun.RunAsync("kernel", "uninstall", "--name", name, "--prefix", folder.Path)).Code);
    }

    [Fact]
    public async Task Kernels_of_others_are_left_alone()
    {
        var file = folder.Write("share/jupyter/kernels/.net-csharp/kernel.json", """{"argv": ["other"], "display_name": ".NET (C#)"}""");
        foreach (var command in new[] { "install", "uninstall" })
        {
            var (code, _, error) = await CommandRun.RunAsync("kernel", command, "--name", ".net-csharp", "--prefix", folder.Path);
            Assert.Equal(2, code);
            Assert.Contains("belongs to another kernel", error, StringComparison.Ordinal);
        }

        Assert.Equal("other", TestNotebook.Read(file)["argv"]![0]!.ToString());
        Assert.DoesNotContain(file, (await CommandRun.RunAsync("kernel", "list", "--prefix", folder.Path)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task Names_that_would_leave_the_folder_are_refused(string name)
    {
        Assert.Equal(2, (await CommandRun.RunAsync("kernel", "install", "--name", name, "--prefix", folder.Path)).Code);
        Assert.Empty(folder.Contents());
    }

    [Theory]
    [InlineData("ip", "\"192.168.0.1\"", "this computer only")]
    [InlineData("ip", "\"0.0.0.0\"", "this computer only")]
    [InlineData("ip", "\"*\"", "no address")]
    [InlineData("key", "\"\"", "key is empty")]
    [InlineData("transport", "\"ipc\"", "only 'tcp'")]
    [InlineData("signature_scheme", "\"hmac-md5\"", "hmac-sha256")]
    [InlineData("shell_port", "70000", "shell_port")]
    [InlineData("shell_port", "\"x\"", "no connection file")]
    [InlineData("hb_port", "null", "no connection file")]
    public void Connections_that_are_unsafe_or_wrong_are_refused(string name, string value, string expected)
    {
        var json = JsonNode.Parse(File.ReadAllText(TestKernel.ConnectionFile(folder, out _, out _)))!;
        json[name] = JsonNode.Parse(value);
        var file = folder.Write("changed.json", json.ToJsonString());
        Assert.Contains(expected, Assert.Throws<UserErrorException>(() => ConnectionFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_file_that_is_not_there_is_bad_input()
    {
        var (code, _, error) = await CommandRun.RunAsync("kernel", "run", folder.File("none.json"));
        Assert.Equal(2, code);
        Assert.Contains("no connection file", error, StringComparison.Ordinal);
    }
}
