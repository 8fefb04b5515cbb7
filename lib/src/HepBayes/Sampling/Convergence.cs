namespace HepBayes.Sampling;

/// <summary>How well chains agree on one quantity.</summary>
/// <param name="Rhat">Rank-normalised split R-hat; 1 when the chains agree, at most 1.01 wanted.</param>
/// <param name="EssBulk">Effective number of independent draws for the centre of the distribution.</param>
/// <param name="EssTail">Effective number for the 5 % and 95 % quantiles, the smaller of both.</param>
public readonly record struct Convergence(double Rhat, double EssBulk, double EssTail)
{
    /// <summary>Judges a quantity.</summary>
    /// <param name="chains">Its values, [chains][draws], chains of equal length.</param>
    public static Convergence Of(double[][] chains) => new(Diagnostics.Rhat(chains), Diagnostics.EssBulk(chains), Diagnostics.EssTail(chains));
}
