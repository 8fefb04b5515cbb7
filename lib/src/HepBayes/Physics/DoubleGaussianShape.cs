using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>fraction g1 / sigma1 + (1 - fraction) g2 / sigma2 with g = exp(-t^2/2).</summary>
internal sealed class DoubleGaussianShape(FitParameter mean, FitParameter sigma1, FitParameter sigma2, FitParameter fraction)
    : Shape("double Gaussian", [mean, sigma1, sigma2, fraction], 1, 2)
{
    internal override void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives)
    {
        var xs = VectorSpans.Of(x);
        var u = VectorSpans.Of(values);
        var byMean = VectorSpans.Row(derivatives, 0, x.Length);
        var byFraction = VectorSpans.Row(derivatives, 3, x.Length);
        var bySigma1 = VectorSpans.Row(derivatives, 1, x.Length);
        var bySigma2 = VectorSpans.Row(derivatives, 2, x.Length);
        var center = Vector256.Create(p[0]);
        var (inverse1, inverse2) = (Vector256.Create(1 / p[1]), Vector256.Create(1 / p[2]));
        var (share1, share2) = (Vector256.Create(p[3]), Vector256.Create(1 - p[3]));
        for (var i = 0; i < xs.Length; i++)
        {
            var (t1, t2) = ((xs[i] - center) * inverse1, (xs[i] - center) * inverse2);
            var g1 = Vector256.Exp(-0.5 * t1 * t1) * inverse1;
            var g2 = Vector256.Exp(-0.5 * t2 * t2) * inverse2;
            byFraction[i] = g1 - g2;
            (g1, g2) = (share1 * g1 * inverse1, share2 * g2 * inverse2);
            u[i] = (g1 * Vector256.Create(p[1])) + (g2 * Vector256.Create(p[2]));
            byMean[i] = (g1 * t1) + (g2 * t2);
            bySigma1[i] = g1 * ((t1 * t1) - Vector256<double>.One);
            bySigma2[i] = g2 * ((t2 * t2) - Vector256<double>.One);
        }
    }

    internal override double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        var first = Normalised(low, high, p[0], p[1]);
        var second = Normalised(low, high, p[0], p[2]);
        derivatives[0] = (p[3] * first.ByMean) + ((1 - p[3]) * second.ByMean);
        derivatives[1] = p[3] * first.BySigma;
        derivatives[2] = (1 - p[3]) * second.BySigma;
        derivatives[3] = first.Integral - second.Integral;
        return (p[3] * first.Integral) + ((1 - p[3]) * second.Integral);
    }

    // The integral of g / sigma.
    private static (double Integral, double ByMean, double BySigma) Normalised(double low, double high, double mean, double sigma)
    {
        var (a, b) = ((low - mean) / sigma, (high - mean) / sigma);
        var (atA, atB) = (Math.Exp(-0.5 * a * a), Math.Exp(-0.5 * b * b));
        return (GaussianIntegral.Of(a, b), (atA - atB) / sigma, ((a * atA) - (b * atB)) / sigma);
    }
}
