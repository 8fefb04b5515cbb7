namespace HepBayes.Networks.Kernels;

/// <summary>
/// What the random masks ask of a vector of 64-bit lanes. Random words of 32 bits stand in the low halves; the high halves may
/// hold anything. One source serves every width, and a single lane too.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface IWordOperations<TVector>
    where TVector : unmanaged
{
    /// <summary>Lanes of a vector; a divisor of 8.</summary>
    static abstract int Count { get; }

    static abstract TVector Create(ulong value);

    /// <summary>first, first + 1, first + 2, ...</summary>
    static abstract TVector Counters(ulong first);

    /// <summary>The products of the low halves, with 64 bits.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>The high halves, moved to the low ones.</summary>
    static abstract TVector High(TVector a);

    static abstract TVector Xor(TVector a, TVector b);

    /// <summary>
    /// Copies 2 <see cref="Count"/> numbers times <paramref name="factor"/>, with 0 where the word is below the threshold. Even
    /// numbers look at the words of <paramref name="even"/>, odd ones at those of <paramref name="odd"/>.
    /// </summary>
    static abstract void Mask(TVector even, TVector odd, uint threshold, float factor, float* source, float* target);
}
