using HepBayes.Data;

namespace HepBayes.Generative.Exploration;

/// <summary>The points that a strategy wants to ask about.</summary>
/// <param name="Points">As many as were asked for, all different: rows of the candidates in a pool, any points in a box.</param>
/// <param name="Notice">What was not as the strategy wants it; empty if nothing.</param>
public sealed record Proposal(Table Points, string Notice = "");
