using System.Text.Json.Serialization;

namespace HepBayes.Sampling;

/// <summary>Settings that every sampler has.</summary>
public abstract record SamplerOptions
{
    private protected SamplerOptions()
    {
    }

    /// <summary>Warm-up transitions, which adapt step size and mass matrix and are not kept.</summary>
    public int Warmup { get; init; } = 300;

    /// <summary>States that are kept of each chain, at least 4 for the diagnostics.</summary>
    public int Draws { get; init; } = 500;

    /// <summary>Transitions for each kept state, at least 1.</summary>
    public int Thin { get; init; } = 1;

    /// <summary>Decides every random number of the run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Number of chains where no start is given; null for 4 on the processor, where each chain costs time, and 32 on a GPU,
    /// which computes them together.
    /// </summary>
    public int? Chains { get; init; }

    /// <summary>
    /// Number of the run's first chain, from 0. Start and random numbers of a chain follow from the seed and its number, so
    /// chains 0 to 7 can be sampled by eight runs of one chain each, on as many computers; what a run adapts, it adapts alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FirstChain { get; init; }

    /// <summary>
    /// Brings random starts near the maximum of the density before the warm-up; null to start where they fall. A start that
    /// is given is used as it is.
    /// </summary>
    public MapStart? Map { get; init; } = new();

    /// <summary>The mass matrix that the warm-up adapts.</summary>
    public MassMatrix Mass { get; init; } = MassMatrix.PerChain;

    /// <summary>Acceptance probability that the step size is adapted to, between 0 and 1.</summary>
    public double TargetAcceptance { get; init; } = 0.8;

    /// <summary>Step size to start from; null to find one by doubling or halving.</summary>
    public double? InitialStepSize { get; init; }

    /// <summary>
    /// Where the run is kept on disk, saved and continued; null keeps it in memory, which takes
    /// chains x draws x (4 x parameters + 48) bytes. On disk, memory holds 48 bytes a draw and chain.
    /// </summary>
    [JsonIgnore]
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>Refuses settings that make no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    internal virtual void Check()
    {
        Checkpoint?.Check();
        AtLeast(Warmup, 0, nameof(Warmup), "Warm-up transitions");
        AtLeast(Draws, 4, nameof(Draws), "Draws (the diagnostics split every chain in two halves)");
        AtLeast(Thin, 1, nameof(Thin), "Transitions for each kept state");
        AtLeast(Chains ?? 1, 1, nameof(Chains), "Chains");
        if (FirstChain is < 0 or >= ChainRandom.MostChains)
            throw new ArgumentOutOfRangeException(nameof(FirstChain), FirstChain, $"The number of the first chain must lie between 0 and {ChainRandom.MostChains - 1}.");
        if (!Enum.IsDefined(Mass))
            throw new ArgumentOutOfRangeException(nameof(Mass), Mass, "This mass matrix does not exist.");
        Map?.Check();
        if (!(TargetAcceptance > 0 && TargetAcceptance < 1))
            throw new ArgumentOutOfRangeException(nameof(TargetAcceptance), TargetAcceptance, "The target acceptance must lie between 0 and 1; 0.65 to 0.9 is usual.");
        if (InitialStepSize is { } step && !(step > 0 && double.IsFinite(step)))
            throw new ArgumentOutOfRangeException(nameof(InitialStepSize), step, "The step size must be a positive number.");
    }

    private protected static void AtLeast(int value, int minimum, string name, string what)
    {
        if (value < minimum)
            throw new ArgumentOutOfRangeException(name, value, $"{what}: {value} is too few, at least {minimum} are needed.");
    }
}
