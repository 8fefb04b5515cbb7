namespace HepBayes.Networks.Kernels;

/// <summary>
/// What the kernels ask of a vector of numbers, so that one source serves every width. The implementations are structures
/// without fields and their members are inlined, so a kernel is compiled for each width as if written for it.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">The number: float or double.</typeparam>
internal unsafe interface IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Vectors that the processor has registers for.</summary>
    static abstract int Registers { get; }

    static abstract TVector Create(double value);

    static abstract TVector Broadcast(T* value);

    static abstract TVector Load(T* source);

    static abstract void Store(TVector value, T* target);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a / b with an error of at most one unit in the last place, for b between 1 and 2.</summary>
    static abstract TVector Quotient(TVector a, TVector b);

    /// <summary>a * b + c, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The larger; <paramref name="b"/> if one of them is not a number.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The smaller; <paramref name="b"/> if one of them is not a number.</summary>
    static abstract TVector Min(TVector a, TVector b);

    static abstract TVector Abs(TVector a);

    /// <summary>The size of the first with the sign of the second.</summary>
    static abstract TVector CopySign(TVector size, TVector sign);

    /// <summary>
    /// 2^n for a number whose lowest bits are n plus the bias of an exponent; n within the range of normal numbers, or one
    /// below it (which gives 0).
    /// </summary>
    static abstract TVector PowerOfTwo(TVector shifted);

    /// <summary>Where a test is above 0 one value, elsewhere the other.</summary>
    static abstract TVector WherePositive(TVector test, TVector value, TVector otherwise);

    /// <summary>The sums of four vectors, added to the first <paramref name="count"/> of four consecutive numbers.</summary>
    static abstract void AddSums(T* target, int count, TVector a, TVector b, TVector c, TVector d);

    /// <summary>
    /// Transposes a square of <see cref="Count"/> by <see cref="Count"/> numbers and returns the sum of the vectors that it
    /// stores.
    /// </summary>
    /// <param name="source">The square.</param>
    /// <param name="sourceStride">Numbers from one vector to the next.</param>
    /// <param name="target">Receives the columns.</param>
    /// <param name="targetStride">Numbers from one column to the next there.</param>
    static abstract TVector Transpose(T* source, nint sourceStride, T* target, nint targetStride);
}
