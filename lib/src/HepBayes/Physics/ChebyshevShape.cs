using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>1 + the sum of c_k T_k(t), where t runs from -1 to 1 over the range.</summary>
internal sealed class ChebyshevShape(FitParameter[] coefficients) : Shape("Chebyshev", coefficients)
{
    internal override void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives)
    {
        var xs = VectorSpans.Of(x);
        var u = VectorSpans.Of(values);
        var (middle, scale) = (Vector256.Create(range.Middle), Vector256.Create(2 / range.Width));
        for (var i = 0; i < xs.Length; i++)
        {
            var t = (xs[i] - middle) * scale;
            var (before, now) = (Vector256<double>.One, t);
            u[i] = before;
            for (var k = 0; k < p.Length; k++)
            {
                u[i] += p[k] * now;
                VectorSpans.Row(derivatives, k, x.Length)[i] = now;
                (before, now) = (now, (2.0 * t * now) - before);
            }
        }
    }

    internal override double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        var half = range.Width / 2;
        var (a, b) = ((low - range.Middle) / half, (high - range.Middle) / half);
        var integral = high - low;
        for (var k = 0; k < p.Length; k++)
        {
            derivatives[k] = half * (Primitive(k + 1, b) - Primitive(k + 1, a));
            integral += p[k] * derivatives[k];
        }

        return integral;
    }

    // The primitive of T_k, k from 1 on.
    private static double Primitive(int k, double t) => k == 1 ? t * t / 2 : ((Value(k + 1, t) / (k + 1)) - (Value(k - 1, t) / (k - 1))) / 2;

    private static double Value(int k, double t)
    {
        var (now, next) = (1.0, t);
        for (; k > 0; k--)
            (now, next) = (next, (2 * t * next) - now);
        return now;
    }
}
