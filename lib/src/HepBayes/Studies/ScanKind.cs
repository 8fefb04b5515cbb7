using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>The command scan: heatmaps in blocks of points.</summary>
internal sealed class ScanKind : StudyKind
{
    /// <inheritdoc/>
    protected override CommandSyntax Own { get; } = new("scan", ["STUDY"], [Threads], [], "Fills the heatmaps of a study.");

    /// <inheritdoc/>
    protected override (RunPlan Plan, string? StudyText) Plan(CommandArguments arguments)
    {
        var study = StudyFile.Load(arguments[0]);
        var scan = study.Scan ?? throw new UserErrorException($"'{arguments[0]}' has no key 'scan'; add one that says which points and maps.");
        var plan = StudyInputs.Add(new RunPlan { Kind = Name, Name = study.Name, Units = scan.Units }, study, arguments[0]);
        foreach (var prediction in scan.Predictions)
        {
            var path = Path.Combine(plan.Files[StudyInputs.Folder], prediction.Posterior);
            plan = StudyInputs.Add(plan, ScanWork.Posterior(prediction), path, PosteriorSource.Stamp(path));
        }

        return (plan, study.Text);
    }

    /// <inheritdoc/>
    public override IUnitWork Work(StudyFolder run, TextWriter log) => new ScanWork(run);
}
