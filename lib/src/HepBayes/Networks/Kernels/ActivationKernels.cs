using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>The kernels for one width of vectors and one activation without parameters that are sampled.</summary>
/// <param name="parameter">The constant of the activation that the user may set; 0 for functions without one.</param>
internal sealed unsafe class ActivationKernels<TOps, TVector, T, TFunction>(double parameter) : DenseKernels<T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
    where TFunction : struct, IActivationFunction
{
    public override bool KeepsBeside => TFunction.StoresSlope;

    public override void Hidden(T* weights, T* bias, T* slopes, int inputs, int outputs, T* x, T* result, T* beside)
    {
        if (TFunction.InProduct)
        {
            Product<TOps, TVector, T, ProductEnds<TOps, TVector, T>.Activated<TFunction>>.Run(weights, inputs, outputs, x, bias, null, result, parameter);
            return;
        }

        Output(weights, bias, inputs, outputs, x, result);
        if (TFunction.StoresSlope && beside != null)
            ActivateAndKeepSlope(result, beside, outputs * Rows);
        else
            Activate(result, outputs * Rows, parameter);
    }

    public override void Output(T* weights, T* bias, int inputs, int outputs, T* x, T* result) =>
        Product<TOps, TVector, T, ProductEnds<TOps, TVector, T>.Plain>.Run(weights, inputs, outputs, x, bias, null, result, 0);

    public override void Back(T* transposed, int outputs, int inputs, T* delta, T* kept, T* result) =>
        Product<TOps, TVector, T, ProductEnds<TOps, TVector, T>.TimesSlope<TFunction>>.Run(transposed, outputs, inputs, delta, null, kept, result, parameter);

    public override void AddOuterVectors(T* x, int inputs, T* delta, int outputs, T* copy, T* gradient, T* biasGradient) =>
        OuterProduct<TOps, TVector, T>.AddVectors(x, inputs, delta, outputs, copy, gradient, biasGradient);

    public override void AddOuterRest(T* x, int inputs, nint xStride, T* delta, int outputs, nint deltaStride, int tiles, T* gradient, T* biasGradient) =>
        OuterProduct<TOps, TVector, T>.AddRest(x, inputs, xStride, delta, outputs, deltaStride, tiles, gradient, biasGradient);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Activate(T* values, int count, double parameter)
    {
        var constant = TOps.Create(parameter);
        for (var end = values + count; values < end; values += TOps.Count)
            TOps.Store(TFunction.Value<TOps, TVector, T>(TOps.Load(values), constant), values);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ActivateAndKeepSlope(T* values, T* slopes, int count)
    {
        for (var end = values + count; values < end; values += TOps.Count, slopes += TOps.Count)
        {
            TOps.Store(TFunction.ValueAndSlope<TOps, TVector, T>(TOps.Load(values), out var slope), values);
            TOps.Store(slope, slopes);
        }
    }
}
