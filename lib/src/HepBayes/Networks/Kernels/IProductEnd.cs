namespace HepBayes.Networks.Kernels;

/// <summary>What becomes of the sums of a product before they leave the registers.</summary>
internal unsafe interface IProductEnd<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Stores two vectors of sums.</summary>
    /// <param name="a">The first vector.</param>
    /// <param name="b">The one behind it.</param>
    /// <param name="result">Where they belong.</param>
    /// <param name="stored">The same place in a second array, which only some read.</param>
    /// <param name="parameter">A number that the function may need.</param>
    static abstract void Store(TVector a, TVector b, T* result, T* stored, TVector parameter);
}
