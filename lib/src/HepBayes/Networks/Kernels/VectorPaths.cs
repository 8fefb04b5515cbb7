using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HepBayes.Networks.Kernels;

/// <summary>Which widths of vectors this processor has.</summary>
internal static class VectorPaths
{
    // Vector512.IsHardwareAccelerated is false on processors that slow down a little under such vectors, where they are
    // still much faster for these kernels; so the instructions themselves are asked for.
    private static readonly bool Has512 = Avx512F.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported;
    private static readonly bool Has256 = Vector256.IsHardwareAccelerated && Fma.IsSupported;

    /// <summary>The widest.</summary>
    public static VectorPath Best { get; } = Has512 ? VectorPath.Vector512 : Has256 ? VectorPath.Vector256 : VectorPath.Portable;

    /// <summary>Every width that runs here.</summary>
    public static IEnumerable<VectorPath> Available =>
        Enum.GetValues<VectorPath>().Where(path => path <= Best);

    /// <summary>The kernels of an activation for one width; null if it has none and runs as tensor operations.</summary>
    public static DenseKernels<T>? Kernels<T>(Activation activation, VectorPath path) where T : unmanaged => path switch
    {
        VectorPath.Vector512 => activation.Kernels<Operations512<T>, Vector512<T>, T>(),
        VectorPath.Vector256 => activation.Kernels<Operations256<T>, Vector256<T>, T>(),
        _ => activation.Kernels<Operations128<T>, Vector128<T>, T>(),
    };
}
