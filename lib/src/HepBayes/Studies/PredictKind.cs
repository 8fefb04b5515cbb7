namespace HepBayes.Studies;

/// <summary>The command predict: points in blocks of rows.</summary>
internal sealed class PredictKind : StudyKind
{
    private const string Posterior = "--posterior";
    private const string Points = "--points";

    /// <inheritdoc/>
    protected override CommandSyntax Own { get; } = new("predict", ["STUDY"], [Posterior, Points, Threads], [], "Predicts the points of a file with the networks of a run.");

    /// <inheritdoc/>
    protected override (RunPlan Plan, string? StudyText) Plan(CommandArguments arguments)
    {
        var study = StudyFile.Load(arguments[0]);
        var (posterior, points) = (arguments.Required(Posterior), arguments.Required(Points));
        var rows = TableFile.Read(points).Rows;
        var each = (study.Predict ?? new()).RowsPerUnit;
        var plan = new RunPlan { Kind = Name, Name = study.Name, Units = (rows + each - 1) / each, Arguments = new() { ["rows"] = rows } };
        plan = StudyInputs.Add(plan, study, arguments[0]);
        plan = StudyInputs.Add(plan, PredictWork.Posterior, posterior, PosteriorSource.Stamp(posterior));
        return (StudyInputs.Add(plan, PredictWork.Points, points), study.Text);
    }

    /// <inheritdoc/>
    public override IUnitWork Work(StudyFolder run, TextWriter log) => new PredictWork(run);
}
