using System.Numerics;
using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>M^2 G^2 / D with D = (x^2 - M^2)^2 + M^2 G^2: 1 at the mass M.</summary>
internal sealed class RelativisticBreitWignerShape(FitParameter mass, FitParameter width) : Shape("relativistic Breit-Wigner", [mass, width], 0, 1)
{
    internal override void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives)
    {
        var xs = VectorSpans.Of(x);
        var u = VectorSpans.Of(values);
        var byMass = VectorSpans.Row(derivatives, 0, x.Length);
        var byWidth = VectorSpans.Row(derivatives, 1, x.Length);
        var (m, g) = (p[0], p[1]);
        var (m2, numerator) = (Vector256.Create(m * m), Vector256.Create(m * m * g * g));
        for (var i = 0; i < xs.Length; i++)
        {
            var distance = (xs[i] * xs[i]) - m2;
            var inverse = Vector256<double>.One / ((distance * distance) + numerator);
            u[i] = numerator * inverse;
            // D by M is -4 M (x^2 - M^2) + 2 M G^2, D by G is 2 M^2 G.
            byMass[i] = u[i] * (Vector256.Create(2 / m) + (((4 * m * distance) - Vector256.Create(2 * m * g * g)) * inverse));
            byWidth[i] = u[i] * (Vector256.Create(2 / g) - (Vector256.Create(2 * m * m * g) * inverse));
        }
    }

    // 1/D = Im[1 / (x^2 - z^2)] / (M G) with z^2 = M^2 + i M G, whose integral over x is a logarithm.
    internal override double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        var (m, g) = (p[0], p[1]);
        var z = Complex.Sqrt(new Complex(m * m, m * g));
        var (atLow, slopeLow) = Primitive(low, z);
        var (atHigh, slopeHigh) = Primitive(high, z);
        var (difference, slope) = (atHigh - atLow, slopeHigh - slopeLow);
        derivatives[0] = (g * difference.Imaginary) + (m * g * (slope * new Complex(2 * m, g) / (2 * z)).Imaginary);
        derivatives[1] = (m * difference.Imaginary) + (m * g * (slope * new Complex(0, m) / (2 * z)).Imaginary);
        return m * g * difference.Imaginary;
    }

    // (ln(x - z) - ln(x + z)) / (2 z) and its derivative for z. For real x neither logarithm crosses its cut.
    private static (Complex Value, Complex Slope) Primitive(double x, Complex z)
    {
        var value = (Complex.Log(x - z) - Complex.Log(x + z)) / (2 * z);
        return (value, (-value / z) - (x / (z * ((x * x) - (z * z)))));
    }
}
