using MathNet.Numerics.Integration;

namespace HepBayes.Physics;

/// <summary>
/// Gauss-Legendre panels for the tail of a Crystal Ball above its Gaussian, convolved with a Breit-Wigner. Each panel is so short
/// that 16 places give 1e-12 of its integral: against the poles of the Breit-Wigner, half a width off the axis at every place of
/// the range, against the place where the power law would diverge, and against the Gaussian.
/// </summary>
internal sealed class TailQuadrature(GaussianShape gaussian, CrystalBallShape resolution)
{
    private const int Nodes = 16;
    // Far away a panel may be so many times longer than its distance from what it must resolve.
    private const double Growth = 4;
    private const double GaussianReach = 9;
    private const double Reach = 1e6;
    private static readonly GaussLegendreRule Rule = new(-1, 1, Nodes);

    /// <summary>The places and weights at given parameters: mass, width, sigma, alpha, power, all but the mass above 0.</summary>
    public TailSum At(FitRange range, ReadOnlySpan<double> p)
    {
        var ends = Ends(range, p[0], p[1], p[2], p[3], p[4]);
        var sum = new TailSum((ends.Count - 1) * Nodes);
        Span<double> weights = new double[sum.Count];
        for (var panel = 0; panel + 1 < ends.Count; panel++)
        {
            var (middle, half) = (0.5 * (ends[panel] + ends[panel + 1]), 0.5 * (ends[panel] - ends[panel + 1]));
            for (var k = 0; k < Nodes; k++)
            {
                sum.Places[(panel * Nodes) + k] = middle + (half * Rule.GetAbscissa(k));
                weights[(panel * Nodes) + k] = half * Rule.GetWeight(k);
            }
        }

        Weigh(range, sum, weights, [0, p[2], p[3], p[4]]);
        return sum;
    }

    // The tail begins with the value of the Gaussian, so moving its beginning changes nothing: only D itself is differentiated.
    private void Weigh(FitRange range, TailSum sum, ReadOnlySpan<double> weights, ReadOnlySpan<double> p)
    {
        var n = sum.Count;
        var slopes = new double[4 * n];
        var gaussians = new double[n];
        var gaussianSlopes = new double[2 * n];
        resolution.Fill(range, sum.Places, p, sum.Values, slopes);
        gaussian.Fill(range, sum.Places, p[..2], gaussians, gaussianSlopes);
        for (var i = 0; i < n; i++)
        {
            sum.Values[i] = weights[i] * (sum.Values[i] - gaussians[i]);
            sum.BySigma[i] = weights[i] * (slopes[n + i] - gaussianSlopes[n + i]);
            sum.ByAlpha[i] = weights[i] * slopes[(2 * n) + i];
            sum.ByPower[i] = weights[i] * slopes[(3 * n) + i];
        }
    }

    // From the beginning of the tail downwards.
    private static List<double> Ends(FitRange range, double mass, double width, double sigma, double alpha, double power)
    {
        var begin = -alpha * sigma;
        var lowestPole = range.Low - mass;
        var end = begin - (Reach * (sigma + width + Math.Max(0, begin - lowestPole)));
        var ends = new List<double> { begin };
        for (var t = begin; t > end;)
        {
            var length = Math.Min(Math.Max(width, Growth * (lowestPole - t)), Growth * ((power * sigma / alpha) + begin - t));
            if (t > -GaussianReach * sigma)
                length = Math.Min(length, 2 * sigma);
            t -= length;
            ends.Add(t);
        }

        return ends;
    }
}
