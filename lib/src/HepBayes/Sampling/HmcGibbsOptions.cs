namespace HepBayes.Sampling;

/// <summary>
/// Settings of a run that alternates between two blocks of parameters: the first ones (weights) given the others, then the
/// others (hyper-parameters) given the first.
/// </summary>
public sealed record HmcGibbsOptions : SamplerOptions
{
    /// <summary>Settings of the steps of the first block; those that all samplers have are taken from this record instead.</summary>
    public HmcOptions First { get; init; } = new();

    /// <summary>Settings of the steps of the second block; those that all samplers have are taken from this record instead.</summary>
    public HmcOptions Second { get; init; } = new() { MaximumLeapfrogs = 20 };

    internal HmcOptions Block(HmcOptions block) => block with
    {
        Warmup = Warmup,
        Draws = Draws,
        Thin = Thin,
        Seed = Seed,
        TargetAcceptance = TargetAcceptance,
        InitialStepSize = InitialStepSize,
        Mass = Mass,
        Map = Map,
        Chains = Chains,
        FirstChain = FirstChain,
    };

    internal override void Check()
    {
        base.Check();
        Block(First).Check();
        Block(Second).Check();
    }
}
