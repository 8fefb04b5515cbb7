namespace HepBayes.Generative;

/// <summary>What a training from a density gave.</summary>
/// <param name="Flow">The flow of the best round: the largest share of effective events.</param>
/// <param name="EssFraction">(sum w)^2 / (n sum w^2) of the events that each round drew, and of the ones drawn after the last round.</param>
/// <param name="Calls">How often the density was asked.</param>
public sealed record DensityTraining(Flow Flow, IReadOnlyList<double> EssFraction, int Calls);
