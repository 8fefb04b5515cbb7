using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>
/// A curved ridge, Rosenbrock's function as a density (Pagani, Wiegand, Nadarajah, arXiv 1903.09556):
/// x_1 ~ N(centre, 1), x_2 ~ N(bend x_1^2, 1).
/// </summary>
internal sealed class BananaDensity(double centre, double bend, Device? device = null) : PointDensity(2, device)
{
    public override double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var (a, r) = (x[0] - centre, x[1] - (bend * x[0] * x[0]));
        gradient[0] = -a + (2 * bend * x[0] * r);
        gradient[1] = -r;
        return -0.5 * ((a * a) + (r * r));
    }
}
