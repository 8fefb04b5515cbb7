using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>
/// exp(-t^2/2) between the tails; s standard deviations inside a tail exp(-alpha^2/2) r^-n with r = 1 + alpha s / n, which is
/// Gaiser's form written so that it neither overflows nor cancels for large n.
/// </summary>
internal sealed class CrystalBallShape(string name, FitParameter[] parameters)
    : Shape(name, parameters, [.. Enumerable.Range(1, parameters.Length - 1)])
{
    private bool TwoSided => Parameters.Count == 6;

    internal override void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives)
    {
        var columns = x.Length;
        var xs = VectorSpans.Of(x);
        var u = VectorSpans.Of(values);
        var byMean = VectorSpans.Row(derivatives, 0, columns);
        var bySigma = VectorSpans.Row(derivatives, 1, columns);
        var byAlpha = VectorSpans.Row(derivatives, 2, columns);
        var byPower = VectorSpans.Row(derivatives, 3, columns);
        var byHighAlpha = TwoSided ? VectorSpans.Row(derivatives, 4, columns) : default;
        var byHighPower = TwoSided ? VectorSpans.Row(derivatives, 5, columns) : default;
        var (center, inverse) = (Vector256.Create(p[0]), Vector256.Create(1 / p[1]));
        var (lowAlpha, lowPower) = (Vector256.Create(p[2]), Vector256.Create(p[3]));
        var highAlpha = Vector256.Create(TwoSided ? p[4] : double.PositiveInfinity);
        var highPower = Vector256.Create(TwoSided ? p[5] : 1);
        for (var i = 0; i < xs.Length; i++)
        {
            var t = (xs[i] - center) * inverse;
            var isHigh = Vector256.GreaterThan(t, highAlpha);
            var inTail = Vector256.BitwiseOr(isHigh, Vector256.LessThan(t, -lowAlpha));
            var alpha = Vector256.ConditionalSelect(isHigh, highAlpha, lowAlpha);
            var n = Vector256.ConditionalSelect(isHigh, highPower, lowPower);
            var s = Vector256.Max(Vector256.Abs(t) - alpha, Vector256<double>.Zero);
            var step = alpha * s / n;
            var r = Vector256<double>.One + step;
            var logR = Vector256.Log(r);
            var exponent = Vector256.ConditionalSelect(inTail, (-0.5 * alpha * alpha) - (n * logR), -0.5 * t * t);
            u[i] = Vector256.Exp(exponent);
            // d ln u / dt
            var slope = Vector256.ConditionalSelect(inTail, -Vector256.CopySign(alpha / r, t), -t);
            byMean[i] = -(u[i] * slope * inverse);
            bySigma[i] = byMean[i] * t;
            var tailAlpha = Vector256.BitwiseAnd(inTail, u[i] * (-alpha - ((s - alpha) / r)));
            var tailPower = Vector256.BitwiseAnd(inTail, u[i] * ((step / r) - logR));
            byAlpha[i] = Vector256.AndNot(tailAlpha, isHigh);
            byPower[i] = Vector256.AndNot(tailPower, isHigh);
            if (!TwoSided)
                continue;
            byHighAlpha[i] = Vector256.BitwiseAnd(tailAlpha, isHigh);
            byHighPower[i] = Vector256.BitwiseAnd(tailPower, isHigh);
        }
    }

    internal override double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        derivatives.Clear();
        var (a, b) = ((low - p[0]) / p[1], (high - p[0]) / p[1]);
        var (lowEdge, highEdge) = (-p[2], TwoSided ? p[4] : double.PositiveInfinity);
        var (from, to) = (Math.Max(a, lowEdge), Math.Min(b, highEdge));
        var integral = from < to ? p[1] * GaussianIntegral.Of(from, to) : 0;
        if (a < lowEdge)
            integral += AddTail(p[1], p[2], p[3], Math.Max(0, lowEdge - b), lowEdge - a, derivatives[2..]);
        if (b > highEdge)
            integral += AddTail(p[1], p[4], p[5], Math.Max(0, a - highEdge), b - highEdge, derivatives[4..]);
        (derivatives[0], derivatives[1]) = GaussianIntegral.Derivatives(integral, a, b, At(a, p), At(b, p), p[1]);
        return integral;
    }

    // The integral over s of the tail. Its inner end is either an end of the range, or s = 0 at the Gaussian: then the tail
    // loses what the Gaussian gains, since the density is continuous, so both are left out of the derivative for alpha.
    private static double AddTail(double sigma, double alpha, double n, double from, double to, Span<double> derivatives)
    {
        var factor = sigma * Math.Exp(-0.5 * alpha * alpha) * n / alpha;
        var (logFrom, logTo) = (Math.Log(1 + (alpha * from / n)), Math.Log(1 + (alpha * to / n)));
        var (integral, weighted) = ExponentialIntegral.Of(1 - n, logFrom, logTo);
        var (atFrom, atTo) = (Math.Exp(-n * logFrom), Math.Exp(-n * logTo));
        // r moves with alpha at both ends, s - alpha at fixed x; at the Gaussian this is the gain of the Gaussian.
        derivatives[0] = factor * (((-alpha - (1 / alpha)) * integral) + (atTo * (to - alpha) / n) - (atFrom * (from - alpha) / n));
        if (from == 0)
            derivatives[0] += factor * (atFrom * -alpha / n) + (sigma * Math.Exp(-0.5 * alpha * alpha));
        derivatives[1] = factor * ((integral / n) - (alpha * ((to * atTo) - (from * atFrom)) / (n * n)) - weighted);
        return factor * integral;
    }

    private double At(double t, ReadOnlySpan<double> p)
    {
        var isHigh = TwoSided && t > p[4];
        if (!isHigh && t >= -p[2])
            return Math.Exp(-0.5 * t * t);
        var (alpha, n) = isHigh ? (p[4], p[5]) : (p[2], p[3]);
        return Math.Exp((-0.5 * alpha * alpha) - (n * Math.Log(1 + (alpha * (Math.Abs(t) - alpha) / n))));
    }
}
