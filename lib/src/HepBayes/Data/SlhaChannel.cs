namespace HepBayes.Data;

/// <summary>One way in which a particle decays.</summary>
/// <param name="BranchingRatio">Its share of all decays, 0 to 1.</param>
/// <param name="Daughters">PDG codes of what the particle decays to; negative for antiparticles.</param>
/// <param name="Comment">What follows '#', without it.</param>
public sealed record SlhaChannel(double BranchingRatio, IReadOnlyList<int> Daughters, string Comment)
{
    /// <summary>Whether two channels have equal shares, daughters and comments.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SlhaChannel? other) =>
        other is not null && BranchingRatio.Equals(other.BranchingRatio) && Daughters.SequenceEqual(other.Daughters) && Comment == other.Comment;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(BranchingRatio, Daughters.Count, Comment);
}
