namespace HepBayes.Sampling;

/// <summary>Effective sample sizes after some of the draws; see <see cref="Diagnostics.EssEvolution"/>.</summary>
/// <param name="Draws">Draws of each chain so far.</param>
/// <param name="EssBulk">Bulk effective sample size of all chains.</param>
/// <param name="EssTail">Tail effective sample size of all chains.</param>
public readonly record struct EssCheckpoint(int Draws, double EssBulk, double EssTail);
