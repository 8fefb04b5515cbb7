using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>exp(slope (x - middle of the range)): the middle only keeps the numbers near 1.</summary>
internal sealed class ExponentialShape(FitParameter slope) : Shape("exponential", [slope])
{
    internal override void Fill(FitRange range, ReadOnlySpan<double> x, ReadOnlySpan<double> p, Span<double> values, Span<double> derivatives)
    {
        var xs = VectorSpans.Of(x);
        var u = VectorSpans.Of(values);
        var bySlope = VectorSpans.Of(derivatives);
        var (middle, factor) = (Vector256.Create(range.Middle), Vector256.Create(p[0]));
        for (var i = 0; i < xs.Length; i++)
        {
            var distance = xs[i] - middle;
            u[i] = Vector256.Exp(factor * distance);
            bySlope[i] = distance * u[i];
        }
    }

    internal override double Integral(FitRange range, double low, double high, ReadOnlySpan<double> p, Span<double> derivatives)
    {
        var (integral, weighted) = ExponentialIntegral.Of(p[0], low - range.Middle, high - range.Middle);
        derivatives[0] = weighted;
        return integral;
    }
}
