using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>1 / (1 + t^2), t = 2 (x - mass) / width.</summary>
internal sealed class BreitWignerShape(FitParameter mass, FitParameter width) : Shape("Breit-Wigner", [mass, width], 1)
{
    internal override void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives)
    {
        var xs = VectorSpans.Of(x);
        var u = VectorSpans.Of(values);
        var byMass = VectorSpans.Row(derivatives, 0, x.Length);
        var byWidth = VectorSpans.Row(derivatives, 1, x.Length);
        var (center, inverse) = (Vector256.Create(p[0]), Vector256.Create(2 / p[1]));
        for (var i = 0; i < xs.Length; i++)
        {
            var t = (xs[i] - center) * inverse;
            u[i] = Vector256<double>.One / Vector256.MultiplyAddEstimate(t, t, Vector256<double>.One);
            byMass[i] = 2.0 * t * u[i] * u[i] * inverse;
            byWidth[i] = 0.5 * byMass[i] * t;
        }
    }

    internal override double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        var scale = p[1] / 2;
        var (a, b) = ((low - p[0]) / scale, (high - p[0]) / scale);
        var integral = scale * (Math.Atan(b) - Math.Atan(a));
        var (location, byScale) = GaussianIntegral.Derivatives(integral, a, b, 1 / (1 + (a * a)), 1 / (1 + (b * b)), scale);
        (derivatives[0], derivatives[1]) = (location, byScale / 2);
        return integral;
    }
}
