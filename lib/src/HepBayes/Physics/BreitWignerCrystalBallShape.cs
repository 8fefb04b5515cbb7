using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>
/// The convolution of a Breit-Wigner L of area 1 with a Crystal Ball about 0, which is a Gaussian and what its tail D(t) has
/// above that Gaussian. The first part is a Voigtian; the second the integral of D(t) L(x - mass - t) over t, as a weighted sum
/// over places (<see cref="TailQuadrature"/>).
/// </summary>
internal sealed class BreitWignerCrystalBallShape(FitParameter mass, FitParameter width, FitParameter sigma, FitParameter alpha, FitParameter power)
    : Shape("Breit-Wigner with Crystal Ball", [mass, width, sigma, alpha, power], 1, 2, 3, 4)
{
    private readonly VoigtianShape core = new(mass, width, sigma);
    private readonly BreitWignerShape line = new(mass, width);
    private readonly TailQuadrature quadrature = new(new GaussianShape(mass, sigma), new CrystalBallShape("Crystal Ball", [mass, sigma, alpha, power]));

    internal override void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives)
    {
        var columns = x.Length;
        core.Fill(range, x, p[..3], values, derivatives[..(3 * columns)]);
        var tail = quadrature.At(range, p);
        var xs = VectorSpans.Of(x);
        var u = VectorSpans.Of(values);
        var byMass = VectorSpans.Row(derivatives, 0, columns);
        var byWidth = VectorSpans.Row(derivatives, 1, columns);
        var bySigma = VectorSpans.Row(derivatives, 2, columns);
        var byAlpha = VectorSpans.Row(derivatives, 3, columns);
        var byPower = VectorSpans.Row(derivatives, 4, columns);
        var (center, scale) = (Vector256.Create(p[0]), 2 / p[1]);
        var (height, slope) = (scale / Math.PI, scale * scale / Math.PI);
        for (var i = 0; i < xs.Length; i++)
        {
            var sums = tail.Sum((xs[i] - center) * scale, scale);
            u[i] += height * sums.Value;
            byMass[i] += slope * sums.ByPlace;
            byWidth[i] += 0.5 * slope * sums.ByScale;
            bySigma[i] += height * sums.BySigma;
            byAlpha[i] = height * sums.ByAlpha;
            byPower[i] = height * sums.ByPower;
        }
    }

    // Each place of the sum is a Breit-Wigner, whose integral is an arc tangent.
    internal override double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        derivatives.Clear();
        if (!(p[1] > 0 && p[2] > 0 && p[3] > 0 && p[4] > 0 && double.IsFinite(p[0])))
            return double.NaN;
        var integral = core.Integral(range, low, high, p[..3], derivatives[..3]);
        var tail = quadrature.At(range, p);
        var height = 2 / (Math.PI * p[1]);
        Span<double> byLine = stackalloc double[2];
        Span<double> moved = stackalloc double[2];
        for (var i = 0; i < tail.Count; i++)
        {
            (moved[0], moved[1]) = (p[0] + tail.Places[i], p[1]);
            var part = height * line.Integral(range, low, high, moved, byLine);
            integral += tail.Values[i] * part;
            derivatives[0] += tail.Values[i] * height * byLine[0];
            derivatives[1] += tail.Values[i] * ((height * byLine[1]) - (part / p[1]));
            derivatives[2] += tail.BySigma[i] * part;
            derivatives[3] += tail.ByAlpha[i] * part;
            derivatives[4] += tail.ByPower[i] * part;
        }

        return integral;
    }
}
