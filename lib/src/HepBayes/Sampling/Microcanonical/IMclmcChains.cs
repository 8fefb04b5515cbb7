using TorchSharp;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>What <see cref="MclmcProcess"/> and <see cref="MclmcKernel"/> need of the chains in either number type.</summary>
internal interface IMclmcChains
{
    /// <summary>Time over which a direction is forgotten, above 0.</summary>
    double Decoherence { get; set; }

    /// <summary>
    /// The momenta, which last from one transition to the next, [chains, parameters]; zeros for a chain without direction. Belongs
    /// to the chains and holds until the next transition.
    /// </summary>
    torch.Tensor Momentum { get; }

    /// <summary>Gives the chains other momenta.</summary>
    /// <param name="momentum">[chains, parameters]; copied.</param>
    void SetMomentum(torch.Tensor momentum);
}
