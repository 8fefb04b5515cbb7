using System.Text.Json.Serialization;

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

    /// <summary>
    /// Lets a bandit choose step size and leapfrog steps of the first block, as TensorBNN does for weights (<see cref="BanditHmc"/>),
    /// in place of <see cref="First"/>; null for no bandit. Settings that all samplers have are taken from this record instead.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BanditOptions? FirstBandit { get; init; }

    /// <summary>The same for the second block, in place of <see cref="Second"/>; a bandit of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BanditOptions? SecondBandit { get; init; }

    internal SamplerOptions FirstBlock => Block(FirstBandit ?? (SamplerOptions)First);

    internal SamplerOptions SecondBlock => Block(SecondBandit ?? (SamplerOptions)Second);

    internal override void Check()
    {
        base.Check();
        FirstBlock.Check();
        SecondBlock.Check();
    }

    private SamplerOptions Block(SamplerOptions block) => block with
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
}
