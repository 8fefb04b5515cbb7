namespace HepBayes.Baselines;

/// <summary>Settings of a <see cref="Laplace"/> approximation.</summary>
public sealed record LaplaceOptions
{
    /// <summary>Which correlations are kept.</summary>
    public LaplaceStructure Structure { get; init; } = LaplaceStructure.Kronecker;

    /// <summary>
    /// Whether only the weights and biases of the output layer are uncertain and the hidden layers stay as they are (Kristiadi,
    /// Hein, Hennig, arXiv 2002.10118).
    /// </summary>
    public bool LastLayer { get; init; }
}
