using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace HepBayes.Benchmarks;

/// <summary>Runs another system's script, which prints its figures as one line of JSON.</summary>
internal static class RivalProcess
{
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "rivals");

    /// <summary>A script that stands beside the benchmarks.</summary>
    public static string Script(string name) => Path.Combine(Scripts, name);

    /// <summary>Whether a command runs and ends well.</summary>
    public static bool Works(string command, params string[] arguments) => Start(command, arguments).ExitCode == 0;

    /// <summary>Runs a script and reads the last line that it prints.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static JsonElement Run(string command, params string[] arguments)
    {
        var (code, output, errors) = Start(command, arguments);
        if (code != 0)
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {code}: {errors}");
        return JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement;
    }

    /// <summary>Says in the output that a rival is missing.</summary>
    public static void WriteMissing(string model, string rival, string remedy) =>
        Measurement.WriteLine(new { benchmark = "ess", model, rival, missing = $"{rival} is not installed ({remedy}); no comparison" });

    private static (int ExitCode, string Output, string Errors) Start(string command, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception error)
        {
            return (-1, "", error.Message);
        }
    }
}
