namespace HepBayes.Networks.Kernels;

/// <summary>What becomes of the sums of a product before they leave the registers.</summary>
internal unsafe interface IProductEnd<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The vector that is stored.</summary>
    /// <param name="sum">The sums.</param>
    /// <param name="stored">The same place in a second array, which only some read.</param>
    /// <param name="parameter">A number that the function may need.</param>
    static abstract TVector Apply(TVector sum, T* stored, TVector parameter);
}
