using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>The files that a run depends on beside its study: their paths stand in the plan, their checksums are compared.</summary>
internal static class StudyInputs
{
    /// <summary>Name in the plan of the folder that the study's file names are relative to.</summary>
    public const string Folder = "folder";

    private const string Data = "data";

    /// <summary>A plan with the files of a study in it.</summary>
    public static RunPlan Add(RunPlan plan, StudyFile study, string path)
    {
        plan.Files[Folder] = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return study.Data.File is { } file ? Add(plan, Data, Path.Combine(plan.Files[Folder], file)) : plan;
    }

    /// <summary>A plan with one more file in it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">What the file is for.</param>
    /// <param name="path">The file.</param>
    /// <param name="stamp">The file whose checksum stands for it; null for the file itself.</param>
    /// <exception cref="UserErrorException">There is no such file.</exception>
    public static RunPlan Add(RunPlan plan, string name, string path, string? stamp = null)
    {
        plan.Files[name] = Path.GetFullPath(path);
        plan.Arguments[name + "Sha256"] = Sum(stamp ?? path);
        return plan;
    }

    /// <summary>Checks that the data file of a study is the one that was planned with.</summary>
    /// <exception cref="UserErrorException">It is not.</exception>
    public static void Check(StudyFile study, RunPlan plan)
    {
        if (study.Data.File is not null)
            Check(plan, Data);
    }

    /// <summary>Checks that a file is the one that was planned with.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">What the file is for.</param>
    /// <param name="stamp">The file whose checksum stands for it; null for the file itself.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="UserErrorException">It is missing or was changed.</exception>
    public static string Check(RunPlan plan, string name, string? stamp = null)
    {
        var path = plan.Files[name];
        return Sum(stamp ?? path) == plan.Arguments[name + "Sha256"]!.GetValue<string>()
            ? path
            : throw new UserErrorException($"'{path}' was changed since the run was planned: its checksum is another one. Put the file back as it was, or choose another folder for a new run.");
    }

    private static string Sum(string path) => File.Exists(path)
        ? StudyJson.Sha256OfFile(path)
        : throw new UserErrorException($"There is no file '{path}' (looked for '{Path.GetFullPath(path)}').");
}
