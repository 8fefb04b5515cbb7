using System.Runtime.CompilerServices;

namespace HepBayes.Networks.Kernels;

/// <summary>
/// Exponential and related functions for vectors. Errors in float32, all tested: one and a half units in the last place
/// of the result for exp, two for expm1 and log(1 + x), three for tanh and the sigmoid, and 1.8e-7 for the normal
/// distribution function.
/// float64 serves tests of formulas. The polynomials of float32 are minimax fits made for this file (Remez exchange).
/// </summary>
internal static class VectorMath<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    // Below, 2^n leaves the normal numbers; above, the result is infinite.
    private static double Lowest => typeof(T) == typeof(float) ? -87.3 : -708.3;

    private static double Highest => typeof(T) == typeof(float) ? 89.0 : 710.0;

    // log 2 in two parts, of which the first has so few digits that its product with n is exact.
    private static double LogTwoHigh => typeof(T) == typeof(float) ? 0.693359375 : 0.69314718036912381649;

    // Adding this to a number rounds it to a whole number n and leaves n, plus the bias of an exponent, in the lowest bits.
    private static double Shift => typeof(T) == typeof(float) ? 12582912.0 + 127 : 6755399441055744.0 + 1023;

    private static double LogTwoLow => typeof(T) == typeof(float) ? -2.121944400546905827679e-4 : 1.90821492927058770002e-10;

    /// <summary>exp x; infinity above the range, 0 far below it.</summary>
    [MethodImpl(Inline)]
    public static TVector Exp(TVector x)
    {
        var (shifted, rest) = Split(TOps.Min(TOps.Create(Highest), TOps.Max(TOps.Create(Lowest), x)));
        var one = TOps.Create(1);
        // exp x = 2 * 2^(n-1) (1 + rest): 2^n itself may be beyond the largest number.
        return TOps.Multiply(TOps.Multiply(TOps.Add(one, rest), TOps.PowerOfTwo(TOps.Subtract(shifted, one))), TOps.Create(2));
    }

    /// <summary>exp x for x up to 0; the smallest normal number far below 0.</summary>
    [MethodImpl(Inline)]
    public static TVector ExpOfNegative(TVector x)
    {
        var (shifted, rest) = Split(TOps.Max(TOps.Create(Lowest), x));
        var power = TOps.PowerOfTwo(shifted);
        return TOps.MultiplyAdd(power, rest, power);
    }

    /// <summary>exp(x) - 1 for x up to 0, without cancellation near 0.</summary>
    [MethodImpl(Inline)]
    public static TVector ExpMinusOneOfNegative(TVector x)
    {
        // One product with log 2 will do: its error of 2e-9 n shrinks with the exponential as n grows.
        var (shifted, rest) = Split(TOps.Max(TOps.Create(Lowest), x), isExact: typeof(T) != typeof(float));
        var power = TOps.PowerOfTwo(shifted);
        return TOps.MultiplyAdd(power, rest, TOps.Subtract(power, TOps.Create(1)));
    }

    /// <summary>log(1 + x) for x from 0 to 1, without cancellation near 0.</summary>
    [MethodImpl(Inline)]
    public static TVector LogOnePlus(TVector x)
    {
        // log(1 + x) = 2 artanh(s), a series in the odd powers of s = x / (2 + x), which is at most 1/3.
        var s = TOps.Divide(x, TOps.Add(x, TOps.Create(2)));
        var square = TOps.Multiply(s, s);
        var p = Polynomial(square, typeof(T) == typeof(float) ? Artanh32 : Artanh64);
        return TOps.MultiplyAdd(TOps.Multiply(square, s), p, TOps.Add(s, s));
    }

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(Inline)]
    public static TVector Tanh(TVector x)
    {
        // With u = exp(-2|x|) - 1: tanh|x| = -u / (u + 2), which neither cancels nor overflows.
        var u = ExpMinusOneOfNegative(TOps.Multiply(TOps.Abs(x), TOps.Create(-2)));
        return TOps.CopySign(TOps.Quotient(u, TOps.Add(u, TOps.Create(2))), x);
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    [MethodImpl(Inline)]
    public static TVector Sigmoid(TVector x) =>
        TOps.Divide(TOps.Create(1), TOps.Add(TOps.Create(1), Exp(TOps.Subtract(TOps.Create(0), x))));

    /// <summary>The standard normal distribution function and its density.</summary>
    [MethodImpl(Inline)]
    public static TVector NormalCumulative(TVector x, out TVector density)
    {
        var t = TOps.Abs(x);
        var gauss = Exp(TOps.Multiply(TOps.Multiply(t, t), TOps.Create(-0.5)));
        density = TOps.Multiply(gauss, TOps.Create(0.39894228040143267794));
        // exp(t^2/2) Phi(-t) is smooth in w = (t - 4) / (t + 4), which maps all t from 0 on to [-1, 1).
        var w = TOps.Divide(TOps.Subtract(t, TOps.Create(4)), TOps.Add(t, TOps.Create(4)));
        var tail = TOps.Multiply(gauss, Polynomial(w, typeof(T) == typeof(float) ? Tail32 : Tail64));
        return TOps.WherePositive(x, TOps.Subtract(TOps.Create(1), tail), tail);
    }

    // x = n log 2 + r: n in the form that PowerOfTwo takes, and exp(r) - 1. A NaN stays one.
    [MethodImpl(Inline)]
    private static (TVector Shifted, TVector Remainder) Split(TVector x, bool isExact = true)
    {
        var shift = TOps.Create(Shift);
        var shifted = TOps.MultiplyAdd(x, TOps.Create(1.44269504088896340736), shift);
        var n = TOps.Subtract(shifted, shift);
        var r = TOps.MultiplyAdd(n, TOps.Create(isExact ? -LogTwoHigh : -0.69314718055994530942), x);
        if (isExact)
            r = TOps.MultiplyAdd(n, TOps.Create(-LogTwoLow), r);
        var square = TOps.Multiply(r, r);
        TVector p;
        if (typeof(T) == typeof(float))
        {
            // Two halves at once: the way from x to the result is what takes the time.
            var low = TOps.MultiplyAdd(TOps.Create(0.1666651289), r, TOps.Create(0.5000000101));
            var high = TOps.MultiplyAdd(TOps.Create(0.008369598098), r, TOps.Create(0.0416661878));
            p = TOps.MultiplyAdd(TOps.MultiplyAdd(TOps.Create(0.001395168989), square, high), square, low);
        }
        else
        {
            p = Polynomial(r, Series);
        }

        return (shifted, TOps.MultiplyAdd(square, p, r));
    }

    // Coefficients from the constant on.
    [MethodImpl(Inline)]
    private static TVector Polynomial(TVector x, ReadOnlySpan<double> coefficients)
    {
        var p = TOps.Create(coefficients[^1]);
        for (var i = coefficients.Length - 2; i >= 0; i--)
            p = TOps.MultiplyAdd(p, x, TOps.Create(coefficients[i]));
        return p;
    }

    // (exp r - 1 - r) / r^2.
    private static ReadOnlySpan<double> Series =>
    [
        1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800,
        1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200,
    ];

    // 2 (artanh s - s) / s^3 in s^2.
    private static ReadOnlySpan<double> Artanh32 => [0.6666641313, 0.4002169906, 0.2799914106, 0.2802445894];

    private static ReadOnlySpan<double> Artanh64 =>
    [
        2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23, 2.0 / 25,
        2.0 / 27, 2.0 / 29, 2.0 / 31, 2.0 / 33,
    ];

    private static ReadOnlySpan<double> Tail32 =>
    [
        0.09441064193, -0.1703977397, 0.1243792196, -0.07170678608, 0.03086525936, -0.008497682064, 0.0005036736262,
        0.0006577136031, -0.0001695984191, -6.630243974e-5,
    ];

    private static ReadOnlySpan<double> Tail64 =>
    [
        0.0944106413019689366, -0.170397721548455447, 0.124379255339263342, -0.0717074073377342874, 0.0308648041063237359,
        -0.00849209548219746745, 0.000507562074925549986, 0.000638813852961653122, -0.000187184268237512001,
        -0.0000455549045594287808, 0.0000286483351867689329, 4.6316107074752777e-6, -4.3035053195562713e-6,
        -8.29579673540278692e-7, 6.61319408414270786e-7, 2.06348824523834321e-7, -9.37425556896670399e-8,
        -5.32600222769098415e-8, 8.73398705723565204e-9, 1.22542190043548267e-8, 7.50678246599916464e-10,
        -2.16778099943748861e-9, -5.29753620076423473e-10, 2.13680177839952336e-10, 8.40937133864731339e-11,
    ];
}
