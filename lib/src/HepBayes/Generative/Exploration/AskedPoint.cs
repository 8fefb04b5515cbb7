namespace HepBayes.Generative.Exploration;

/// <summary>A point that the oracle was asked about.</summary>
/// <param name="Round">The round, from 0.</param>
/// <param name="Random">Whether it was drawn at random rather than chosen by the strategy.</param>
/// <param name="Parameters">The point, in the order of <see cref="ICandidates.Parameters"/>.</param>
/// <param name="Answer">What the oracle said.</param>
/// <param name="Wanted">Whether the answer lies in the wanted region.</param>
public sealed record AskedPoint(int Round, bool Random, float[] Parameters, OracleAnswer Answer, bool Wanted);
