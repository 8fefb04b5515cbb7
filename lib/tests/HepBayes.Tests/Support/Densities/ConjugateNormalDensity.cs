using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>
/// Posterior of mean and standard deviation of a normal sample under the conjugate normal-inverse-gamma prior
/// (Gelman et al., Bayesian Data Analysis, section 3.3): m given s^2 is N(m0, s^2 / k0), s^2 is InverseGamma(a0, b0).
/// Parameters m and u = log s, with the Jacobian d(s^2)/du = 2 s^2.
/// </summary>
internal sealed class ConjugateNormalDensity(double[] sample, Device? device = null) : PointDensity(2, device)
{
    private const double M0 = 0;
    private const double K0 = 0.5;
    private const double A0 = 2;
    private const double B0 = 1;

    /// <summary>k, m, a and b after the data.</summary>
    public (double K, double M, double A, double B) Posterior()
    {
        var n = sample.Length;
        var mean = sample.Average();
        var k = K0 + n;
        return (k, ((K0 * M0) + (n * mean)) / k, A0 + (0.5 * n),
            B0 + (0.5 * sample.Sum(y => (y - mean) * (y - mean))) + (0.5 * K0 * n * (mean - M0) * (mean - M0) / k));
    }

    public override double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var (m, u) = (x[0], x[1]);
        var precision = Math.Exp(-2 * u);
        var (squares, slope) = ((K0 * (m - M0) * (m - M0)) + (2 * B0), K0 * (M0 - m));
        foreach (var y in sample)
        {
            squares += (y - m) * (y - m);
            slope += y - m;
        }

        // One log s from the prior of m, one for each datum, 2 (a0 + 1) from the prior of s^2, less 2 from the Jacobian.
        var count = sample.Length + 1 + (2 * (A0 + 1)) - 2;
        gradient[0] = slope * precision;
        gradient[1] = (squares * precision) - count;
        return (-0.5 * squares * precision) - (count * u);
    }
}
