using System.Globalization;
using Hepbook.Clusters;

namespace Hepbook.Tests.Support;

/// <summary>A run whose units a small script counts out instead of the compute library.</summary>
internal sealed class FakeRun
{
    private readonly string folder;

    public FakeRun(TemporaryFolder folder, int units, string name = "fake")
    {
        this.folder = folder.Path;
        folder.Write("plan.json", $$"""{"format": 1, "kind": "check", "name": "{{name}}", "units": {{units.ToString(CultureInfo.InvariantCulture)}}}""");
        Run = RunFolder.Open(folder.Path);
    }

    public RunFolder Run { get; }

    public Work Work(Resources? resources = null, int perTask = 1) => new(
        Run, ["bash", Path.Combine(AppContext.BaseDirectory, "Support", "fake-unit.sh"), folder], [], TaskList.Of(Enumerable.Range(0, Run.Units), perTask), resources ?? new Resources());

    public Submission Claim(Work work, IClusterEngine engine)
    {
        var claim = new Submission { Engine = engine.Name, Submitted = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), Tasks = work.Tasks.Tasks.Count, Units = Run.Units, CommandLine = ["submit"] };
        claim.Claim(Run, replace: true);
        return claim;
    }

    /// <summary>Writes the scripts and submits them.</summary>
    public Submission Submit(IClusterEngine engine, Resources? resources = null, int perTask = 1)
    {
        var work = Work(resources, perTask);
        engine.WriteScripts(work);
        var (submission, note) = engine.Submit(work, Claim(work, engine));
        Assert.Null(note);
        return submission;
    }

    public UnitState[] States(Submission submission, IClusterEngine engine) => UnitStates.Of(Run, submission, engine.Record(submission));

    public string Report(Submission? submission)
    {
        using var text = new StringWriter();
        new StatusReport(Run, submission).Print(text);
        return text.ToString();
    }

    public int Count(int unit) => int.TryParse(ReadOrNothing(Path.Combine(folder, $"count-{unit}")), CultureInfo.InvariantCulture, out var count) ? count : 0;

    public void MarkDone(int unit)
    {
        var file = Run.File("units", unit.ToString("D5", CultureInfo.InvariantCulture), "unit.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "{}");
    }

    public void MarkFailed(int unit, int code)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Run.FailureFile(unit))!);
        File.WriteAllText(Run.FailureFile(unit), $"{code}\n");
    }

    private static string ReadOrNothing(string file) => File.Exists(file) ? File.ReadAllText(file) : "";
}
