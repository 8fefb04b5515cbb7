namespace HepBayes.Generative.Exploration;

/// <summary>What is explored.</summary>
/// <param name="Candidates">Where the points come from.</param>
/// <param name="Oracle">What knows the truth.</param>
/// <param name="Region">What is looked for.</param>
public sealed record ExplorationProblem(ICandidates Candidates, IOracle Oracle, WantedRegion Region);
