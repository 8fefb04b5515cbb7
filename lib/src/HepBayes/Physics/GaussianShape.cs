using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>exp(-t^2/2), t = (x - mean) / sigma.</summary>
internal sealed class GaussianShape(FitParameter mean, FitParameter sigma) : Shape("Gaussian", [mean, sigma], 1)
{
    internal override void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives)
    {
        var xs = VectorSpans.Of(x);
        var u = VectorSpans.Of(values);
        var byMean = VectorSpans.Row(derivatives, 0, x.Length);
        var bySigma = VectorSpans.Row(derivatives, 1, x.Length);
        var (center, inverse) = (Vector256.Create(p[0]), Vector256.Create(1 / p[1]));
        for (var i = 0; i < xs.Length; i++)
        {
            var t = (xs[i] - center) * inverse;
            u[i] = Vector256.Exp(-0.5 * t * t);
            byMean[i] = u[i] * t * inverse;
            bySigma[i] = byMean[i] * t;
        }
    }

    internal override double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        var (a, b) = ((low - p[0]) / p[1], (high - p[0]) / p[1]);
        var integral = p[1] * GaussianIntegral.Of(a, b);
        (derivatives[0], derivatives[1]) = GaussianIntegral.Derivatives(integral, a, b, Math.Exp(-0.5 * a * a), Math.Exp(-0.5 * b * b), p[1]);
        return integral;
    }
}
