namespace HepBayes.Studies;

/// <summary>The samplers that a study can name.</summary>
public enum SamplerMethod
{
    /// <summary>Hamiltonian Monte Carlo (<see cref="Sampling.Hmc"/>).</summary>
    Hmc,

    /// <summary>The no-U-turn sampler (<see cref="Sampling.Nuts"/>).</summary>
    Nuts,

    /// <summary>HMC that learns its trajectory length (<see cref="Sampling.Chees"/>).</summary>
    Chees,

    /// <summary>The Metropolis-adjusted microcanonical sampler (<see cref="Sampling.Microcanonical.Mams"/>).</summary>
    Mams,

    /// <summary>Microcanonical Langevin Monte Carlo, which is biased (<see cref="Sampling.Microcanonical.Mclmc"/>).</summary>
    Mclmc,

    /// <summary>The Metropolis-adjusted Langevin algorithm (<see cref="Sampling.Langevin.Mala"/>).</summary>
    Mala,
}
