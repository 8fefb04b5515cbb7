namespace HepBayes.Generative;

/// <summary>What happens to the variables in front of each block of a flow. Drawn once from the seed of the design, not trained; the determinant is 1 in size.</summary>
public enum Mixing
{
    /// <summary>The block transforms the variables that were transformed least often so far; ties are broken at random.</summary>
    Permutation,

    /// <summary>A random orthogonal matrix (the soft permutation of the field's INN codes).</summary>
    Rotation,
}
