using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>What follows a product in the same pass.</summary>
internal static unsafe class ProductEnds<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The sums themselves.</summary>
    internal readonly struct Plain : IProductEnd<TVector, T>
    {
        [MethodImpl(Inline)]
        public static TVector Apply(TVector sum, T* stored, TVector parameter) => sum;
    }

    /// <summary>The sums, added to what is there.</summary>
    internal readonly struct Added : IProductEnd<TVector, T>
    {
        [MethodImpl(Inline)]
        public static TVector Apply(TVector sum, T* stored, TVector parameter) => TOps.Add(TOps.Load(stored), sum);
    }

    /// <summary>The activation of the sums.</summary>
    internal readonly struct Activated<TFunction> : IProductEnd<TVector, T>
        where TFunction : struct, IActivationFunction
    {
        [MethodImpl(Inline)]
        public static TVector Apply(TVector sum, T* stored, TVector parameter) =>
            TFunction.Value<TOps, TVector, T>(sum, parameter);
    }

    /// <summary>The sums times the slope of an activation.</summary>
    internal readonly struct TimesSlope<TFunction> : IProductEnd<TVector, T>
        where TFunction : struct, IActivationFunction
    {
        [MethodImpl(Inline)]
        public static TVector Apply(TVector sum, T* stored, TVector parameter) =>
            TFunction.TimesSlope<TOps, TVector, T>(sum, TOps.Load(stored), parameter);
    }
}
