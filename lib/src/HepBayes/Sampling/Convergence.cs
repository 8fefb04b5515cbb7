namespace HepBayes.Sampling;

/// <summary>How well chains agree on one quantity.</summary>
/// <param name="Rhat">Rank-normalised split R-hat; 1 when the chains agree, at most 1.01 wanted.</param>
/// <param name="EssBulk">Effective number of independent draws for the centre of the distribution.</param>
/// <param name="EssTail">Effective number for the 5 % and 95 % quantiles, the smaller of both.</param>
public readonly record struct Convergence(double Rhat, double EssBulk, double EssTail)
{
    /// <summary>Judges a quantity.</summary>
    /// <param name="chains">Its values, [chains][draws], chains of equal length; values that are not finite, or all equal, give NaN.</param>
    /// <exception cref="ArgumentException">No chain, chains of unequal length or fewer than 4 draws.</exception>
    public static Convergence Of(double[][] chains)
    {
        Diagnostics.Check(chains);
        return SortedDraws.Of(chains) is { } draws ? Of(draws) : new(double.NaN, double.NaN, double.NaN);
    }

    internal static Convergence Of(SortedDraws draws) => new(Diagnostics.Rhat(draws), Diagnostics.EssBulk(draws), Diagnostics.EssTail(draws));
}
