using HepBayes.Sampling;

namespace HepBayes.Generative.Refinement;

/// <summary>Events of a generator whose latent variables were sampled, and what is needed to judge the sampling.</summary>
/// <param name="Events">The events, chain after chain; neighbours of a chain are correlated as the draws are.</param>
/// <param name="Run">The draws of the latent variables.</param>
/// <param name="Convergence">R-hat and effective sizes of each latent variable.</param>
public sealed record RefinedSample(EventSample Events, SamplingRun Run, IReadOnlyList<Convergence> Convergence)
{
    /// <summary>The largest R-hat of a latent variable; 1.01 or less is fine.</summary>
    public double LargestRhat => Convergence.Max(c => c.Rhat);

    /// <summary>The smallest bulk effective size of a latent variable: about how many independent events the sample is worth.</summary>
    public double SmallestEss => Convergence.Min(c => c.EssBulk);
}
