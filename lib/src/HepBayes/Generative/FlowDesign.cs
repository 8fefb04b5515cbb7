namespace HepBayes.Generative;

/// <summary>
/// The architecture of a coupling flow: blocks that keep some variables and change the others by a monotone function, whose
/// parameters a dense network with rectified linear units computes from the kept variables and the conditions.
/// </summary>
public sealed record FlowDesign
{
    /// <summary>Variables of an event, at least 1. With one variable the networks see the conditions only, or the number 1.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Numbers that an event's density is conditional on; 0 for none.</summary>
    public int Conditions { get; init; }

    /// <summary>Coupling blocks, at least 1. Each transforms half of the variables, rounded down (one of one).</summary>
    public int Blocks { get; init; } = 8;

    /// <summary>Hidden widths of the network of each block.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [32, 32];

    /// <summary>The function of a block.</summary>
    public Coupling Coupling { get; init; } = Coupling.Spline();

    /// <summary>What happens between blocks.</summary>
    public Mixing Mixing { get; init; } = Mixing.Permutation;

    /// <summary>Decides permutations or rotations.</summary>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Dimensions, 1, nameof(Dimensions));
        ArgumentOutOfRangeException.ThrowIfNegative(Conditions, nameof(Conditions));
        ArgumentOutOfRangeException.ThrowIfLessThan(Blocks, 1, nameof(Blocks));
        ArgumentNullException.ThrowIfNull(Hidden, nameof(Hidden));
        ArgumentNullException.ThrowIfNull(Coupling, nameof(Coupling));
        Coupling.Check();
    }
}
