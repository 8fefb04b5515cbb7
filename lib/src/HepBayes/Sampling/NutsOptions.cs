namespace HepBayes.Sampling;

/// <summary>Settings of a run of the no-U-turn sampler.</summary>
public sealed record NutsOptions : SamplerOptions
{
    /// <summary>Most doublings of a trajectory, 1 to 20: at most 2^depth - 1 leapfrog steps a draw.</summary>
    public int MaximumDepth { get; init; } = 10;

    internal override void Check()
    {
        base.Check();
        if (MaximumDepth is < 1 or > 20)
            throw new ArgumentOutOfRangeException(nameof(MaximumDepth), MaximumDepth, "The maximum depth of the tree must lie between 1 and 20.");
    }
}
