namespace HepBayes.Networks.Kernels;

/// <summary>A few vectors that pass through a kernel together.</summary>
internal unsafe interface IVectorGroup<TSelf, TVector, T>
    where TSelf : struct, IVectorGroup<TSelf, TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Vectors of the group.</summary>
    static abstract int Count { get; }

    /// <summary>The same vector everywhere.</summary>
    static abstract TSelf Create(TVector value);

    /// <summary>Vectors that lie <paramref name="stride"/> numbers apart.</summary>
    static abstract TSelf Load(T* source, nint stride);

    /// <summary>Adds factor * values.</summary>
    void AddProduct(TVector factor, TSelf values);

    /// <summary>Stores what an end makes of the sums.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="target">Receives the results.</param>
    /// <param name="stored">What lies there is for the end; same places as those of <paramref name="target"/>.</param>
    /// <param name="stride">Numbers from vector to vector.</param>
    /// <param name="parameter">For the end.</param>
    static abstract void Store<TEnd>(TSelf sums, T* target, T* stored, nint stride, TVector parameter)
        where TEnd : struct, IProductEnd<TVector, T>;

    /// <summary>Adds the sum of the lanes of each vector to consecutive numbers.</summary>
    void AddSums(T* target);
}
