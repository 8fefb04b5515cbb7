namespace HepBayes.Studies;

/// <summary>The command sample: chains of a study.</summary>
internal sealed class SampleKind : StudyKind
{
    private const string Chains = "--chains";
    private const string PerUnit = "--chains-per-unit";
    private const string Device = "--device";

    /// <inheritdoc/>
    protected override CommandSyntax Own { get; } = new("sample", ["STUDY"], [Chains, PerUnit, Device, Threads], [], "Samples the chains of a study.");

    /// <inheritdoc/>
    protected override (RunPlan Plan, string? StudyText) Plan(CommandArguments arguments)
    {
        var study = StudyFile.Load(arguments[0]);
        var chains = arguments.Number(Chains, 1) ?? study.Chains;
        var each = arguments.Number(PerUnit, 1) ?? 1;
        if (chains % each != 0)
            throw arguments.Wrong($"{chains} chains cannot be cut into units of {each}");
        var device = arguments.Text(Device) ?? SampleWork.Processor;
        if (device is not (SampleWork.Processor or SampleWork.Gpu))
            throw arguments.Wrong($"{Device} must be {SampleWork.Processor} or {SampleWork.Gpu}, not '{device}'");
        var plan = new RunPlan { Kind = Name, Name = study.Name, Units = chains / each, Arguments = new() { ["chains"] = chains, ["chainsPerUnit"] = each, ["device"] = device } };
        return (StudyInputs.Add(plan, study, arguments[0]), study.Text);
    }

    /// <inheritdoc/>
    public override IUnitWork Work(StudyFolder run, TextWriter log) => new SampleWork(run);
}
