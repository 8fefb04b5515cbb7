using System.Runtime.Intrinsics;
using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace HepBayes.Physics;

/// <summary>Re w(X + iY), X = (x - mass) / (sigma sqrt 2), Y = width / (2 sigma sqrt 2); its integral has no closed form.</summary>
internal sealed class VoigtianShape(FitParameter mass, FitParameter width, FitParameter sigma) : Shape("Voigtian", [mass, width, sigma], 1, 2)
{
    private const int Nodes = 16;
    private const double TwoByRootPi = 1.1283791670955125739;
    private static readonly GaussLegendreRule Rule = new(-1, 1, Nodes);

    internal override void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives)
    {
        var xs = VectorSpans.Of(x);
        var u = VectorSpans.Of(values);
        var byMass = VectorSpans.Row(derivatives, 0, x.Length);
        var byWidth = VectorSpans.Row(derivatives, 1, x.Length);
        var bySigma = VectorSpans.Row(derivatives, 2, x.Length);
        var scale = 1 / (p[2] * Constants.Sqrt2);
        var (center, inverse) = (Vector256.Create(p[0]), Vector256.Create(scale));
        var height = Vector256.Create(0.5 * p[1] * scale);
        var bySigmaFactor = Vector256.Create(1 / p[2]);
        for (var i = 0; i < xs.Length; i++)
        {
            var t = (xs[i] - center) * inverse;
            var (real, imaginary) = Faddeeva.Of(t, height);
            u[i] = real;
            // w' = -2 z w + 2 i / sqrt(pi)
            var slopeReal = -2.0 * ((t * real) - (height * imaginary));
            var slopeImaginary = Vector256.Create(TwoByRootPi) - (2.0 * ((t * imaginary) + (height * real)));
            byMass[i] = -(slopeReal * inverse);
            byWidth[i] = -0.5 * slopeImaginary * inverse;
            bySigma[i] = ((height * slopeImaginary) - (t * slopeReal)) * bySigmaFactor;
        }
    }

    // Gauss-Legendre panels whose widths double with the distance from the peak, so that each is smooth on its own scale.
    internal override double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        derivatives.Clear();
        var peak = p[1] + p[2];
        if (!(peak > 0 && double.IsFinite(peak) && double.IsFinite(p[0])))
            return double.NaN;
        var integral = 0.0;
        for (var from = low; from < high;)
        {
            var to = Math.Min(high, PanelEnd(from, p[0], peak));
            integral += Panel(range, from, to, p, derivatives);
            from = to;
        }

        return integral;
    }

    // Panels lie between mass +- peak (0, 1, 2, 4, 8, ...).
    private static double PanelEnd(double from, double center, double peak)
    {
        var distance = (from - center) / peak;
        var slack = 1e-9 * (1 + Math.Abs(distance));
        if (distance >= 1 - slack)
            return center + (peak * Math.Pow(2, Math.Floor(Math.Log2(distance + slack)) + 1));
        if (distance >= -slack)
            return center + peak;
        if (distance >= -1 - slack)
            return center;
        return center - (peak * Math.Pow(2, Math.Ceiling(Math.Log2(-distance - slack)) - 1));
    }

    private double Panel(FitRange range, double from, double to, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        Span<double> x = stackalloc double[Nodes];
        Span<double> u = stackalloc double[Nodes];
        Span<double> du = stackalloc double[3 * Nodes];
        var (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        for (var i = 0; i < Nodes; i++)
            x[i] = middle + (half * Rule.GetAbscissa(i));
        Fill(range, x, p, u, du);
        var sum = 0.0;
        for (var i = 0; i < Nodes; i++)
        {
            var weight = half * Rule.GetWeight(i);
            sum += weight * u[i];
            for (var k = 0; k < 3; k++)
                derivatives[k] += weight * du[(k * Nodes) + i];
        }

        return sum;
    }
}
