using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>The command search: trials of a random search.</summary>
internal sealed class SearchKind : StudyKind
{
    private const string Trials = "--trials";

    /// <inheritdoc/>
    protected override CommandSyntax Own { get; } = new("search", ["STUDY"], [Trials, Threads], [], "Runs the trials of a study's search.");

    /// <inheritdoc/>
    protected override (RunPlan Plan, string? StudyText) Plan(CommandArguments arguments)
    {
        var study = StudyFile.Load(arguments[0]);
        var search = study.Search ?? throw new UserErrorException($"'{arguments[0]}' has no key 'search'; add one that says what is searched.");
        var trials = arguments.Number(Trials, 1) ?? search.Trials;
        var plan = new RunPlan { Kind = Name, Name = study.Name, Units = trials, Arguments = new() { ["trials"] = trials } };
        return (StudyInputs.Add(plan, study, arguments[0]), study.Text);
    }

    /// <inheritdoc/>
    public override IUnitWork Work(StudyFolder run, TextWriter log) => new SearchWork(run);
}
