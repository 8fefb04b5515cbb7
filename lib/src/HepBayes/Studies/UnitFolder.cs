using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>The folder of one unit of work, units/00003: its files, and at last unit.json, which names them.</summary>
internal sealed class UnitFolder
{
    private const string UnitName = "unit.json";
    private const string TimingName = "timing.json";
    private readonly RunPlan plan;

    /// <summary>The folder of a unit; nothing is read or made.</summary>
    /// <param name="run">Folder of the run.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="unit">Unit, from 0.</param>
    public UnitFolder(string run, RunPlan plan, int unit)
    {
        (this.plan, Unit) = (plan, unit);
        Path = System.IO.Path.Combine(run, "units", unit.ToString("D5", CultureInfo.InvariantCulture));
    }

    /// <summary>Which unit, from 0.</summary>
    public int Unit { get; }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The path of a file of the unit.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Whether the unit says that it is done; its files are not read.</summary>
    public bool IsMarkedDone => System.IO.File.Exists(File(UnitName));

    /// <summary>What is wrong with the unit; null if it is done and each of its files fits its checksum.</summary>
    public string? Fault()
    {
        if (!IsMarkedDone)
            return Directory.Exists(Path) ? "not finished" : "missing";
        try
        {
            var found = StudyJson.Read<UnitFile>(File(UnitName), "unit");
            if (found.Unit != Unit)
                return $"{UnitName} is that of unit {found.Unit}";
            if (found.StudySha256 != plan.StudySha256)
                return $"it was computed for another study ({UnitName} states the checksum {Short(found.StudySha256)}, the plan {Short(plan.StudySha256)})";
            if (found.PlanSha256 != plan.Sha256)
                return "it was computed with another plan";
            return found.Files.Select(file => FileFault(file.Key, file.Value)).FirstOrDefault(fault => fault is not null);
        }
        catch (UserErrorException e)
        {
            return e.Message;
        }
    }

    /// <summary>Removes everything of the unit.</summary>
    public void Clear() => Directory.Delete(Path, recursive: true);

    /// <summary>Makes the folder.</summary>
    public void Prepare() => Directory.CreateDirectory(Path);

    /// <summary>Marks the unit as done, and removes what killed processes left half written.</summary>
    /// <param name="files">Names of the files of its result, which are in the folder.</param>
    /// <param name="timing">What it cost.</param>
    public void Complete(IEnumerable<string> files, UnitTiming timing)
    {
        var sums = new SortedDictionary<string, string>(files.ToDictionary(name => name, name => StudyJson.Sha256OfFile(File(name))), StringComparer.Ordinal);
        foreach (var leftover in Directory.EnumerateFiles(Path, "*.tmp"))
            System.IO.File.Delete(leftover);
        AtomicFile.WriteAllText(File(TimingName), StudyJson.Text(timing));
        AtomicFile.WriteAllText(File(UnitName), StudyJson.Text(new UnitFile { Unit = Unit, StudySha256 = plan.StudySha256, PlanSha256 = plan.Sha256, Files = sums }));
    }

    private string? FileFault(string name, string sum)
    {
        try
        {
            return !System.IO.File.Exists(File(name)) ? $"{name} is missing"
                : StudyJson.Sha256OfFile(File(name)) != sum ? $"{name} is damaged: its checksum is not the one in {UnitName}"
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{name} cannot be read: {e.Message}";
        }
    }

    private static string Short(string sum) => sum.Length > 12 ? sum[..12] + "..." : sum.Length == 0 ? "of no study" : sum;
}
