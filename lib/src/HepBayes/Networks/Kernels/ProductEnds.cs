using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>What follows a product in the same pass.</summary>
internal static unsafe class ProductEnds
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The sums themselves.</summary>
    internal readonly struct Plain<TOps, TVector, T> : IProductEnd<TOps, TVector, T>
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged
    {
        [MethodImpl(Inline)]
        public static void Store(TVector a, TVector b, T* result, T* stored, TVector parameter)
        {
            TOps.Store(a, result);
            TOps.Store(b, result + TOps.Count);
        }
    }

    /// <summary>The activation of the sums.</summary>
    internal readonly struct Activated<TOps, TVector, T, TFunction> : IProductEnd<TOps, TVector, T>
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged
        where TFunction : struct, IActivationFunction
    {
        [MethodImpl(Inline)]
        public static void Store(TVector a, TVector b, T* result, T* stored, TVector parameter)
        {
            TOps.Store(TFunction.Value<TOps, TVector, T>(a, parameter), result);
            TOps.Store(TFunction.Value<TOps, TVector, T>(b, parameter), result + TOps.Count);
        }
    }

    /// <summary>The sums times the slope of an activation.</summary>
    internal readonly struct TimesSlope<TOps, TVector, T, TFunction> : IProductEnd<TOps, TVector, T>
        where TOps : struct, IVectorOperations<TVector, T>
        where TVector : struct
        where T : unmanaged
        where TFunction : struct, IActivationFunction
    {
        [MethodImpl(Inline)]
        public static void Store(TVector a, TVector b, T* result, T* stored, TVector parameter)
        {
            TOps.Store(TFunction.TimesSlope<TOps, TVector, T>(a, TOps.Load(stored), parameter), result);
            TOps.Store(TFunction.TimesSlope<TOps, TVector, T>(b, TOps.Load(stored + TOps.Count), parameter), result + TOps.Count);
        }
    }
}
