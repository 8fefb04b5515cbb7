namespace HepBayes.Sampling.Learned;

/// <summary>How the training of a learned leapfrog went, one number for each iteration.</summary>
/// <param name="Loss">The loss: lower is better.</param>
/// <param name="Acceptance">Mean acceptance probability of the training chains, 0 to 1.</param>
/// <param name="Jump">Mean squared distance that the training chains move, times the probability that they do.</param>
/// <param name="StepSize">The step size.</param>
public sealed record L2HmcHistory(IReadOnlyList<double> Loss, IReadOnlyList<double> Acceptance, IReadOnlyList<double> Jump, IReadOnlyList<double> StepSize);
