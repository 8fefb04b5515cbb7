namespace HepBayes.Networks.Kernels;

/// <summary>
/// The width of the vectors that the kernels use. Sums run in another order for another width, so results may differ in
/// the last bits between processors with different vectors; on one processor they never do.
/// </summary>
internal enum VectorPath
{
    /// <summary>128 bits, for every processor.</summary>
    Portable,

    /// <summary>256 bits with fused multiplication and addition (AVX2).</summary>
    Vector256,

    /// <summary>512 bits (AVX-512).</summary>
    Vector512,
}
