using System.Diagnostics;
using System.Text.RegularExpressions;
using Hepbook.Jupyter;
using Hepbook.Tests.Support;

namespace Hepbook.Tests.Jupyter;

/// <summary>Jupyter's own test suite for kernels, where it is installed (python3-jupyter-kernel-test on Debian).</summary>
public sealed partial class JupyterSuiteTests
{
    // Debian's packages belong to Debian's Python, which need not be the first one on the path.
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];

    [Fact]
    public async Task Every_test_that_applies_passes()
    {
        var python = Array.Find(Pythons, p => RunAsync(p, ["-c", "import jupyter_kernel_test"]).Result.Code == 0);
        if (python is null)
            Assert.Skip("Python's package jupyter_kernel_test is not installed (Debian: python3-jupyter-kernel-test).");
        using var folder = new TemporaryFolder();
        KernelSpecs.At(folder.Path).Install("hepbook");
        var (code, output) = await RunAsync(python, [Path.Combine(AppContext.BaseDirectory, "Jupyter", "kernel_suite.py")], Path.Combine(folder.Path, "share", "jupyter"));
        Assert.True(code == 0, output);
        // Pages of help in place of outputs are deprecated in the protocol, and there is nothing in C# to ask for one.
        Assert.Equal(["test_pager"], Skipped().Matches(output).Select(m => m.Groups[1].Value));
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string? jupyterPath = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JUPYTER_PATH"] = jupyterPath;
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            await using var end = patience.Token.Register(() => process.Kill(entireProcessTree: true));
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await error);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }

    [GeneratedRegex(@"^(test_\w+) .*\.\.\. skipped", RegexOptions.Multiline)]
    private static partial Regex Skipped();
}
