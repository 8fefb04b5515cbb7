namespace HepBayes.Data;

/// <summary>The decay table of a particle.</summary>
/// <param name="Particle">Its PDG code, for example 25 for the lightest Higgs boson.</param>
/// <param name="Width">Its total width in GeV; 0 for a stable particle.</param>
/// <param name="Comment">What follows '#' in the table's first line, without it.</param>
/// <param name="Channels">The ways in which it decays, in the order of the file.</param>
public sealed record SlhaDecay(int Particle, double Width, string Comment, IReadOnlyList<SlhaChannel> Channels)
{
    /// <summary>The branching ratio to given particles, in any order; 0 if the table does not have that decay.</summary>
    /// <param name="daughters">Their PDG codes.</param>
    public double BranchingRatio(params IEnumerable<int> daughters)
    {
        int[] wanted = [.. daughters.Order()];
        return Channels.Where(c => c.Daughters.Order().SequenceEqual(wanted)).Sum(c => c.BranchingRatio);
    }

    /// <summary>Whether two tables are equal in all that they state.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SlhaDecay? other) => other is not null && Particle == other.Particle && Width.Equals(other.Width)
        && Comment == other.Comment && Channels.SequenceEqual(other.Channels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Particle, Width, Channels.Count);
}
