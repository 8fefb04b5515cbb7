using HepBayes.Runtime;
using MathNet.Numerics.Distributions;

namespace HepBayes.Generative.Toys;

/// <summary>
/// The equal mixture of rings in the plane with centres on the x axis: radius from N(4, 1) cut off at 0, azimuth uniform, so
/// p(x, y) = p(r) / (2 pi r), or p(r) / (pi r) for upper halves.
/// </summary>
internal sealed class Rings(string name, double[] centres, bool isHalf = false) : KnownDensity(name, "x", "y")
{
    private const double Radius = 4;
    private static readonly double LogNormalisation = -Math.Log(Math.Sqrt(2 * Math.PI) * Normal.CDF(0, 1, Radius));

    public override IReadOnlyList<VariableMap> Maps => isHalf ? [VariableMap.None, VariableMap.Log()] : base.Maps;

    public override double LogDensity(ReadOnlySpan<float> variables)
    {
        var (x, y) = ((double)variables[0], (double)variables[1]);
        if (isHalf && y <= 0)
            return double.NegativeInfinity;
        var sum = 0.0;
        var largest = double.NegativeInfinity;
        foreach (var centre in centres)
        {
            var one = OfRadius(Math.Sqrt(((x - centre) * (x - centre)) + (y * y)));
            (sum, largest) = one > largest ? ((sum * Math.Exp(largest - one)) + 1, one) : (sum + Math.Exp(one - largest), largest);
        }

        return largest + Math.Log(sum / centres.Length) - Math.Log((isHalf ? 1 : 2) * Math.PI);
    }

    private protected override void Draw(CounterRandom random, Span<float> variables)
    {
        var centre = centres.Length == 1 ? centres[0] : centres[random.NextInt(centres.Length)];
        double radius;
        do
        {
            radius = Radius + random.NextNormal();
        }
        while (radius <= 0);
        var (sin, cos) = Math.SinCos((isHalf ? 1 : 2) * Math.PI * random.NextDouble());
        (variables[0], variables[1]) = ((float)(centre + (radius * cos)), (float)(radius * sin));
    }

    // log(p(r) / r)
    private static double OfRadius(double r) => LogNormalisation - (0.5 * (r - Radius) * (r - Radius)) - Math.Log(r);
}
