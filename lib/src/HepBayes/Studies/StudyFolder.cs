using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>The folder of a run of units: its plan, the copy of its study, and a folder for each unit.</summary>
internal sealed class StudyFolder
{
    /// <summary>Folder of the merged result.</summary>
    public const string MergedName = "merged";

    private const string PlanName = "plan.json";
    private const string StudyName = "study.json";

    private StudyFolder(string path, RunPlan plan) => (Path, Plan) = (path, plan);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the folder is for.</summary>
    public RunPlan Plan { get; }

    /// <summary>Where the merged result goes.</summary>
    public string Merged => System.IO.Path.Combine(Path, MergedName);

    /// <summary>The copy of the study.</summary>
    public string Study => System.IO.Path.Combine(Path, StudyName);

    /// <summary>Makes the folder of a plan, or opens the one that is there if its plan is equal. Many processes may do this at once.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="plan">The plan; its study file and checksum are filled in from the text.</param>
    /// <param name="studyText">Text of the study; null if the kind has none.</param>
    /// <exception cref="UserErrorException">The folder is that of another plan, or cannot be written.</exception>
    public static StudyFolder Create(string path, RunPlan plan, string? studyText)
    {
        if (plan.Units is < 1 or > RunPlan.MostUnits)
            throw new UserErrorException($"A run of {plan.Units} units makes no sense: ask for 1 to {RunPlan.MostUnits}.");
        if (studyText is not null)
            plan = plan with { Study = StudyName, StudySha256 = StudyJson.Sha256(studyText) };
        path = System.IO.Path.GetFullPath(path);
        try
        {
            // The study comes first: where there is a plan, there is its study.
            if (studyText is not null && !CreateNew(System.IO.Path.Combine(path, StudyName), studyText)
                && StudyJson.Sha256OfFile(System.IO.Path.Combine(path, StudyName)) != plan.StudySha256)
                throw new UserErrorException($"'{path}' is the folder of another study: its {StudyName} differs from this one. Choose another folder.");
            CreateNew(System.IO.Path.Combine(path, PlanName), StudyJson.Text(plan));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The folder '{path}' for the run cannot be written: {e.Message}", e);
        }

        var folder = Open(path);
        var differences = folder.Plan.DifferencesTo(plan);
        return differences.Count == 0
            ? folder
            : throw new UserErrorException($"'{path}' is the folder of another run: {string.Join("; ", differences)}. Choose another folder, or ask for the same as before.");
    }

    /// <summary>Opens the folder of a run.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="UserErrorException">There is no plan in it, or plan or study are damaged.</exception>
    public static StudyFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(path, PlanName);
        if (!File.Exists(file))
            throw new UserErrorException($"There is no run in '{path}': it has no {PlanName}, which 'plan' and the other commands make with --output.");
        var folder = new StudyFolder(path, StudyJson.Read<RunPlan>(file, "plan"));
        if (folder.Plan.Study is not null && !(File.Exists(folder.Study) && StudyJson.Sha256OfFile(folder.Study) == folder.Plan.StudySha256))
            throw new UserErrorException($"'{folder.Study}' is missing or was changed: its checksum is not the one in {PlanName}. Put the study back as it was, or choose another folder.");
        return folder;
    }

    /// <summary>The folder of a unit.</summary>
    /// <param name="unit">Unit, from 0.</param>
    /// <exception cref="UserErrorException">There is no such unit.</exception>
    public UnitFolder Unit(int unit) => unit >= 0 && unit < Plan.Units
        ? new UnitFolder(Path, Plan, unit)
        : throw new UserErrorException($"There is no unit {unit}: this run has the units 0 to {Plan.Units - 1}.");

    // Whole or not at all, and never over a file that is there: the first of several processes wins. Returns whether this one did.
    private static bool CreateNew(string path, string text)
    {
        if (File.Exists(path))
            return false;
        var draft = $"{path}.{Guid.NewGuid():N}.draft";
        AtomicFile.WriteAllText(draft, text);
        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
