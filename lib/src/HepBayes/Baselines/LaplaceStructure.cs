namespace HepBayes.Baselines;

/// <summary>Which correlations of the weights a Laplace approximation keeps.</summary>
public enum LaplaceStructure
{
    /// <summary>None: one variance a weight. Memory and time grow with the number of weights.</summary>
    Diagonal,

    /// <summary>
    /// Within each layer, as a Kronecker product of a matrix over its inputs and one over its outputs (K-FAC; Martens and
    /// Grosse, arXiv 1503.05671). Exact for a single row, and for a network without hidden layers and constant noise.
    /// </summary>
    Kronecker,

    /// <summary>All of them. Memory grows with the square of the number of weights, time with its cube.</summary>
    Full,
}
