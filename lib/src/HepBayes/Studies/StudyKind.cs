using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>A kind of work that is cut into units: what its command takes, and the work.</summary>
internal abstract class StudyKind
{
    /// <summary>The option for the number of threads, of kinds that compute.</summary>
    protected const string Threads = "--threads";

    private const string Output = "--output";
    private const string Unit = "--unit";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<StudyKind> All { get; } = [new SampleKind(), new PredictKind(), new ScanKind(), new SearchKind(), new CheckKind()];

    /// <summary>The kind of that name; null if there is none.</summary>
    public static StudyKind? Of(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>Its name, which is that of the command.</summary>
    public string Name => Own.Name;

    /// <summary>What the command takes.</summary>
    public CommandSyntax Syntax => Own with { Options = [.. Own.Options, Output, Unit] };

    /// <summary>What the command takes beside the options that every kind has.</summary>
    protected abstract CommandSyntax Own { get; }

    /// <summary>What the arguments ask for.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The plan without study, and the study, null if the kind has none.</returns>
    protected abstract (RunPlan Plan, string? StudyText) Plan(CommandArguments arguments);

    /// <summary>The work of a run.</summary>
    /// <param name="run">Folder of the run.</param>
    /// <param name="log">For lines about what is loaded.</param>
    public abstract IUnitWork Work(StudyFolder run, TextWriter log);

    /// <summary>Makes or opens the folder of the run that the arguments ask for.</summary>
    public StudyFolder Folder(CommandArguments arguments)
    {
        var output = arguments.Required(Output);
        var (plan, text) = Plan(arguments);
        return StudyFolder.Create(output, plan, text);
    }

    /// <summary>Does what the command asks for: one unit, or all that are not done and the merge.</summary>
    public void Run(CommandArguments arguments, TextWriter log, CancellationToken cancellation)
    {
        var only = arguments.Number(Unit, 0);
        var run = Folder(arguments);
        if (only is { } index)
            run.Unit(index);
        if (arguments.Number(Threads, 1) is { } threads)
            Compute.Threads = threads;
        using var work = Work(run, log);
        var runner = new UnitRunner(run, work, log);
        if (only is { } unit)
        {
            runner.Run(unit, cancellation);
            return;
        }

        runner.RunAll(cancellation);
        UnitMerge.Run(run, work, allowMissing: false, log, cancellation);
    }
}
