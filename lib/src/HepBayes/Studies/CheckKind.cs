namespace HepBayes.Studies;

/// <summary>The command check: units without work.</summary>
internal sealed class CheckKind : StudyKind
{
    private const string Units = "--units";

    /// <inheritdoc/>
    protected override CommandSyntax Own { get; } = new("check", [], [Units], [], "Runs units without work, to try out a cluster.");

    /// <inheritdoc/>
    protected override (RunPlan Plan, string? StudyText) Plan(CommandArguments arguments) =>
        (new RunPlan { Kind = Name, Name = Name, Units = arguments.Number(Units, 1) ?? throw arguments.Wrong($"{Units} is missing") }, null);

    /// <inheritdoc/>
    public override IUnitWork Work(StudyFolder run, TextWriter log) => new CheckWork();
}
