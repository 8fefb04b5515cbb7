namespace HepBayes.Generative.Exploration;

/// <summary>One round of an exploration.</summary>
/// <param name="Number">From 0; round 0 is random.</param>
/// <param name="Calls">Calls of the oracle up to and with this round.</param>
/// <param name="Found">Wanted points found up to and with this round.</param>
/// <param name="FoundBefore">Wanted points found before this round.</param>
/// <param name="Open">Points of a pool that were not asked about before this round; null in a space without end.</param>
/// <param name="RandomCalls">Points of this round that were drawn at random.</param>
/// <param name="RandomFound">Wanted ones among these.</param>
/// <param name="Notice">What was not as the strategy wants it, for example that it fell back to uncertainty; empty if nothing.</param>
public sealed record ExplorationRound(int Number, int Calls, int Found, int FoundBefore, int? Open, int RandomCalls, int RandomFound, string Notice);
