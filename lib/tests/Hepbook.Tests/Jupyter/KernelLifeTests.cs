using System.Diagnostics;
using System.Text.Json.Nodes;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Jupyter;

/// <summary>How kernels end.</summary>
public sealed class KernelLifeTests
{
    [Fact]
    public async Task A_request_to_shut_down_is_answered_and_ends_the_process_also_while_a_cell_runs()
    {
        using var kernel = new TestKernel();
        var cell = kernel.Send("execute_request", TestKernel.Execution("Console.WriteLine(\"begun\"); while (true) { }"));
        kernel.AwaitPublished(cell, "stream");
        var reply = kernel.Request("shutdown_request", new JsonObject { ["restart"] = true }, onControl: true);
        Assert.True(reply["restart"]!.GetValue<bool>());
        await Eventually.TrueAsync(() => kernel.Process.HasExited);
        Assert.Equal(0, kernel.Process.ExitCode);
    }

    [Fact]
    public async Task A_kernel_whose_front_end_was_killed_ends()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs a shell that starts a process in the background.");
        using var folder = new TemporaryFolder();
        var file = TestKernel.ConnectionFile(folder, out _, out _);
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var command = $"\"{dotnet}\" \"{typeof(UserErrorException).Assembly.Location}\" kernel run \"{file}\" & echo $!; wait";
        using var frontEnd = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
        using var kernel = Process.GetProcessById(int.Parse((await frontEnd.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!));
        // Long enough for the kernel to know its parent.
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.False(kernel.HasExited);
        frontEnd.Kill();
        await Eventually.TrueAsync(() => kernel.HasExited);
    }
}
