using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hepbook.Clusters;

/// <summary>The folder of a run of units: what hepbook reads and writes in it beside the compute library.</summary>
internal sealed class RunFolder
{
    private const string PlanName = "plan.json";

    private RunFolder(string path, JsonNode plan)
    {
        Path = path;
        Kind = plan["kind"]!.GetValue<string>();
        Name = plan["name"]!.GetValue<string>();
        Units = plan["units"]!.GetValue<int>();
    }

    /// <summary>The folder, as a whole path.</summary>
    public string Path { get; }

    /// <summary>What is done: sample, predict, scan, search or check.</summary>
    public string Kind { get; }

    /// <summary>Name of the study.</summary>
    public string Name { get; }

    /// <summary>Number of units.</summary>
    public int Units { get; }

    /// <summary>Which units each task runs, one line a task.</summary>
    public string UnitsFile => File("submit", "units.txt");

    /// <summary>What was submitted.</summary>
    public string SubmissionFile => File("submission.json");

    /// <summary>Where tasks write what they print.</summary>
    public string Logs => File("logs");

    /// <summary>Whether there is a run in a folder.</summary>
    public static bool Exists(string path) => System.IO.File.Exists(System.IO.Path.Combine(path, PlanName));

    /// <summary>Opens the folder of a run.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="UserErrorException">It holds no run, or a damaged one.</exception>
    public static RunFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!Exists(full))
            throw new UserErrorException($"There is no run in '{full}': it has no {PlanName}, which 'hepbook submit', 'hepbook plan' and the commands that do the work make.");
        try
        {
            return new RunFolder(full, JsonNode.Parse(System.IO.File.ReadAllBytes(System.IO.Path.Combine(full, PlanName)))!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"'{System.IO.Path.Combine(full, PlanName)}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The path of a file of the run.</summary>
    public string File(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Whether a unit has its result; the result itself is not read (merging checks it).</summary>
    public bool IsDone(int unit) => System.IO.File.Exists(File("units", Number(unit), "unit.json"));

    /// <summary>Where a task notes the exit code of a unit that failed.</summary>
    public string FailureFile(int unit) => System.IO.Path.Combine(Logs, "failed", unit.ToString(CultureInfo.InvariantCulture));

    /// <summary>The exit code of a unit that failed in its last run; null if none is noted.</summary>
    public int? Failure(int unit) =>
        System.IO.File.Exists(FailureFile(unit)) && int.TryParse(System.IO.File.ReadAllText(FailureFile(unit)), CultureInfo.InvariantCulture, out var code) ? code : null;

    private static string Number(int unit) => unit.ToString("D5", CultureInfo.InvariantCulture);
}
