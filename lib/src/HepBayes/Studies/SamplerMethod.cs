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
}
