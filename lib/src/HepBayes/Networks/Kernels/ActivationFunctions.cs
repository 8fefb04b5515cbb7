using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>The activations of our own kernels.</summary>
internal static class ActivationFunctions
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>max(0, z).</summary>
    internal readonly struct Relu : IActivationFunction
    {
        public static bool InProduct => true;

        [MethodImpl(Inline)]
        public static TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.Max(TOps.Create(0), z);

        [MethodImpl(Inline)]
        public static TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.WherePositive(stored, gradient, TOps.Create(0));
    }

    /// <summary>z above 0, otherwise the parameter times z.</summary>
    internal readonly struct LeakyRelu : IActivationFunction
    {
        public static bool InProduct => true;

        [MethodImpl(Inline)]
        public static TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.WherePositive(z, z, TOps.Multiply(z, parameter));

        [MethodImpl(Inline)]
        public static TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.WherePositive(stored, gradient, TOps.Multiply(gradient, parameter));
    }

    /// <summary>z.</summary>
    internal readonly struct Identity : IActivationFunction
    {
        public static bool InProduct => true;

        [MethodImpl(Inline)]
        public static TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            z;

        [MethodImpl(Inline)]
        public static TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            gradient;
    }

    /// <summary>z above 0, otherwise exp(z) - 1; the slope below 0 is the output + 1.</summary>
    internal readonly struct Elu : IActivationFunction
    {
        [MethodImpl(Inline)]
        public static TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.WherePositive(z, z, VectorMath<TOps, TVector, T>.ExpMinusOneOfNegative(TOps.Min(TOps.Create(0), z)));

        [MethodImpl(Inline)]
        public static TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.MultiplyAdd(gradient, TOps.Min(TOps.Create(0), stored), gradient);
    }

    /// <summary>The hyperbolic tangent; slope 1 - output^2.</summary>
    internal readonly struct Tanh : IActivationFunction
    {
        [MethodImpl(Inline)]
        public static TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            VectorMath<TOps, TVector, T>.Tanh(z);

        [MethodImpl(Inline)]
        public static TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.Multiply(gradient, TOps.Subtract(TOps.Create(1), TOps.Multiply(stored, stored)));
    }

    /// <summary>1 / (1 + exp(-z)); slope output (1 - output).</summary>
    internal readonly struct Sigmoid : IActivationFunction
    {
        [MethodImpl(Inline)]
        public static TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            VectorMath<TOps, TVector, T>.Sigmoid(z);

        [MethodImpl(Inline)]
        public static TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.Multiply(gradient, TOps.Multiply(stored, TOps.Subtract(TOps.Create(1), stored)));
    }

    /// <summary>exp z; the slope is the output.</summary>
    internal readonly struct Exp : IActivationFunction
    {
        [MethodImpl(Inline)]
        public static TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            VectorMath<TOps, TVector, T>.Exp(z);

        [MethodImpl(Inline)]
        public static TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.Multiply(gradient, stored);
    }

    /// <summary>z Phi(z); slope Phi(z) + z phi(z).</summary>
    internal readonly struct Gelu : IActivationFunction
    {
        public static bool StoresSlope => true;

        [MethodImpl(Inline)]
        public static TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.Multiply(z, VectorMath<TOps, TVector, T>.NormalCumulative(z, out _));

        [MethodImpl(Inline)]
        public static TVector ValueAndSlope<TOps, TVector, T>(TVector z, out TVector slope)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged
        {
            var cumulative = VectorMath<TOps, TVector, T>.NormalCumulative(z, out var density);
            slope = TOps.MultiplyAdd(z, density, cumulative);
            return TOps.Multiply(z, cumulative);
        }

        [MethodImpl(Inline)]
        public static TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.Multiply(gradient, stored);
    }

    /// <summary>z sigmoid(z); slope sigmoid(z) (1 + z (1 - sigmoid(z))).</summary>
    internal readonly struct Silu : IActivationFunction
    {
        public static bool StoresSlope => true;

        [MethodImpl(Inline)]
        public static TVector Value<TOps, TVector, T>(TVector z, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.Multiply(z, VectorMath<TOps, TVector, T>.Sigmoid(z));

        [MethodImpl(Inline)]
        public static TVector ValueAndSlope<TOps, TVector, T>(TVector z, out TVector slope)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged
        {
            var sigmoid = VectorMath<TOps, TVector, T>.Sigmoid(z);
            var value = TOps.Multiply(z, sigmoid);
            slope = TOps.MultiplyAdd(value, TOps.Subtract(TOps.Create(1), sigmoid), sigmoid);
            return value;
        }

        [MethodImpl(Inline)]
        public static TVector TimesSlope<TOps, TVector, T>(TVector gradient, TVector stored, TVector parameter)
            where TOps : struct, IVectorOperations<TVector, T>
            where TVector : struct
            where T : unmanaged =>
            TOps.Multiply(gradient, stored);
    }

    /// <summary>A sampled slope below 0.</summary>
    internal readonly struct Parametric : ILearnedSlope
    {
        public static double Slope(double parameter) => parameter;

        public static double Derivative(double parameter) => 1;
    }

    /// <summary>The square of a sampled number as the slope below 0, so the function never falls.</summary>
    internal readonly struct SquareParametric : ILearnedSlope
    {
        public static double Slope(double parameter) => parameter * parameter;

        public static double Derivative(double parameter) => 2 * parameter;
    }
}
