using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HepBayes.Generative.Engine;

/// <summary>y = x exp(s) + t, s = c tanh(u / c); the parameters are u and t.</summary>
internal sealed unsafe class AffineKernel<T>(double clamp) : CouplingKernel<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(T* parameters, T* x, T* logDeterminant)
    {
        for (var r = 0; r < Rows; r += Vector256<T>.Count)
        {
            var s = LogScale(parameters + r, out _);
            Lane<T>.Fma(Vector256.Load(x + r), Lane<T>.Exp(s), Vector256.Load(parameters + Rows + r)).Store(x + r);
            (Vector256.Load(logDeterminant + r) + s).Store(logDeterminant + r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Inverse(T* parameters, T* y, T* logDeterminant)
    {
        for (var r = 0; r < Rows; r += Vector256<T>.Count)
        {
            var s = LogScale(parameters + r, out _);
            ((Vector256.Load(y + r) - Vector256.Load(parameters + Rows + r)) * Lane<T>.Exp(-s)).Store(y + r);
            (Vector256.Load(logDeterminant + r) - s).Store(logDeterminant + r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(T* parameters, T* x, T* gradient, T* logGradient, T* parameterGradient)
    {
        for (var r = 0; r < Rows; r += Vector256<T>.Count)
        {
            var scale = Lane<T>.Exp(LogScale(parameters + r, out var tanh));
            var own = Vector256.Load(gradient + r);
            var scaled = own * scale;
            var logScale = Lane<T>.Fma(scaled, Vector256.Load(x + r), Vector256.Load(logGradient + r));
            (logScale * (Vector256<T>.One - (tanh * tanh))).Store(parameterGradient + r);
            own.Store(parameterGradient + Rows + r);
            scaled.Store(gradient + r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<T> LogScale(T* u, out Vector256<T> tanh)
    {
        tanh = Lane<T>.Tanh(Vector256.Load(u) * Lane<T>.Of(1 / clamp));
        return tanh * Lane<T>.Of(clamp);
    }
}
