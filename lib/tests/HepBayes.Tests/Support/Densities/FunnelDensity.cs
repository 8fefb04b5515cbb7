using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>
/// Neal's funnel (Slice sampling, Annals of Statistics 31 (2003) 705, section 8): v ~ N(0, spread^2), x_i ~ N(0, exp v).
/// Parameters v, x_1, ..., x_n.
/// </summary>
internal sealed class FunnelDensity(int dimensions, double spread, Device? device = null) : PointDensity(dimensions + 1, device)
{
    public override double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var v = x[0];
        var precision = Math.Exp(-v);
        var squares = 0.0;
        for (var i = 1; i < x.Length; i++)
        {
            squares += x[i] * x[i];
            gradient[i] = -x[i] * precision;
        }

        gradient[0] = (-v / (spread * spread)) + (0.5 * squares * precision) - (0.5 * dimensions);
        return (-0.5 * v * v / (spread * spread)) - (0.5 * squares * precision) - (0.5 * dimensions * v);
    }
}
