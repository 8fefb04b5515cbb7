namespace HepBayes.Networks.Kernels;

/// <summary>Transposes squares number by number, for the vectors without a way of their own.</summary>
internal static unsafe class Transposition
{
    /// <summary>As <see cref="IVectorOperations{TVector, T}.Transpose"/>.</summary>
    public static TVector Run<TOps, TVector, T>(T* source, nint sourceStride, T* target, nint targetStride)
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        var sum = TOps.Create(0);
        for (var column = 0; column < TOps.Count; column++, target += targetStride)
        {
            for (var row = 0; row < TOps.Count; row++)
                target[row] = source[(row * sourceStride) + column];
            sum = TOps.Add(sum, TOps.Load(target));
        }

        return sum;
    }
}
