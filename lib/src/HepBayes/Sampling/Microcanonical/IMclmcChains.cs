namespace HepBayes.Sampling.Microcanonical;

/// <summary>What <see cref="MclmcProcess"/> needs of its chains in either number type.</summary>
internal interface IMclmcChains
{
    /// <summary>Time over which a direction is forgotten, above 0.</summary>
    double Decoherence { get; set; }

    /// <summary>Writes the momenta, which last from one transition to the next.</summary>
    void Save(Snapshot snapshot);

    /// <summary>Continues from what <see cref="Save"/> wrote.</summary>
    void Restore(Snapshot snapshot);
}
