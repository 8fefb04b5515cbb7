using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>The kernels for one width of vectors and an activation whose slope below 0 is sampled for each unit.</summary>
internal sealed unsafe class LearnedSlopeKernels<TOps, TVector, T, TSlope> : DenseKernels<T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
    where TSlope : struct, ILearnedSlope
{
    public override bool KeepsBeside => true;

    public override void Hidden(T* weights, T* bias, T* slopes, int inputs, int outputs, T* x, T* result, T* beside)
    {
        Output(weights, bias, inputs, outputs, x, result);
        Activate(slopes, outputs, result, beside == null ? result : beside);
    }

    public override void Output(T* weights, T* bias, int inputs, int outputs, T* x, T* result) =>
        Product<TOps, TVector, T, ProductEnds<TOps, TVector, T>.Plain>.Run(weights, inputs, outputs, x, bias, null, result, 0);

    public override void Back(T* transposed, int outputs, int inputs, T* delta, T* kept, T* result) =>
        Product<TOps, TVector, T, ProductEnds<TOps, TVector, T>.Plain>.Run(transposed, outputs, inputs, delta, null, null, result, 0);

    public override void AddOuterVectors(T* x, int inputs, T* delta, int outputs, T* copy, T* gradient, T* biasGradient) =>
        OuterProduct<TOps, TVector, T>.AddVectors(x, inputs, delta, outputs, copy, gradient, biasGradient);

    public override void AddOuterRest(T* x, int inputs, nint xStride, T* delta, int outputs, nint deltaStride, int tiles, T* gradient, T* biasGradient) =>
        OuterProduct<TOps, TVector, T>.AddRest(x, inputs, xStride, delta, outputs, deltaStride, tiles, gradient, biasGradient);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void BackThroughSlopes(T* slopes, int width, T* kept, T* delta, T* gradient)
    {
        var zero = TOps.Create(0);
        for (var unit = 0; unit < width; unit++)
        {
            var parameter = Real.ToDouble(slopes[unit]);
            var slope = TOps.Create(TSlope.Slope(parameter));
            var sum = zero;
            for (var end = kept + Rows; kept < end; kept += TOps.Count, delta += TOps.Count)
            {
                var (z, d) = (TOps.Load(kept), TOps.Load(delta));
                sum = TOps.MultiplyAdd(d, TOps.Min(zero, z), sum);
                TOps.Store(TOps.WherePositive(z, d, TOps.Multiply(d, slope)), delta);
            }

            var total = Real.From<T>(0);
            TOps.AddSums(&total, 1, sum, zero, zero, zero);
            gradient[unit] = Real.From<T>(Real.ToDouble(gradient[unit]) + (Real.ToDouble(total) * TSlope.Derivative(parameter)));
        }
    }

    // The sums go to where they are kept first, which is the place of the values itself if they are not needed again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Activate(T* slopes, int width, T* values, T* kept)
    {
        for (var unit = 0; unit < width; unit++)
        {
            var slope = TOps.Create(TSlope.Slope(Real.ToDouble(slopes[unit])));
            for (var end = values + Rows; values < end; values += TOps.Count, kept += TOps.Count)
            {
                var z = TOps.Load(values);
                TOps.Store(z, kept);
                TOps.Store(TOps.WherePositive(z, z, TOps.Multiply(z, slope)), values);
            }
        }
    }
}
