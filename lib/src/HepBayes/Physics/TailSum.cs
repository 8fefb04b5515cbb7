using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HepBayes.Physics;

/// <summary>The tail of a resolution as weights at places, with the derivatives of the weights.</summary>
internal sealed class TailSum(int count)
{
    public int Count => count;

    public double[] Places { get; } = new double[count];

    public double[] Values { get; } = new double[count];

    public double[] BySigma { get; } = new double[count];

    public double[] ByAlpha { get; } = new double[count];

    public double[] ByPower { get; } = new double[count];

    /// <summary>
    /// The sums over all places of weight times q = 1 / (1 + tau^2), tau = t - scale place, and times 2 tau q^2 and q - 2 q^2,
    /// which are its derivatives for the centre and for the logarithm of the scale.
    /// </summary>
    /// <remarks>Compiled once, fully: a fit takes seconds, as long as the run time would need to find that this is worth it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Sums Sum(Vector256<double> t, double scale)
    {
        var (value, byPlace, byScale) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (bySigma, byAlpha, byPower) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        ReadOnlySpan<double> places = Places, weights = Values, sigmas = BySigma;
        ReadOnlySpan<double> alphas = ByAlpha, powers = ByPower;
        for (var i = 0; i < places.Length; i++)
        {
            var tau = t - Vector256.Create(scale * places[i]);
            var q = Vector256<double>.One / Vector256.MultiplyAddEstimate(tau, tau, Vector256<double>.One);
            var weighted = Vector256.Create(weights[i]) * q;
            var twice = (weighted + weighted) * q;
            value += weighted;
            byPlace = Vector256.MultiplyAddEstimate(tau, twice, byPlace);
            byScale += weighted - twice;
            bySigma = Vector256.MultiplyAddEstimate(Vector256.Create(sigmas[i]), q, bySigma);
            byAlpha = Vector256.MultiplyAddEstimate(Vector256.Create(alphas[i]), q, byAlpha);
            byPower = Vector256.MultiplyAddEstimate(Vector256.Create(powers[i]), q, byPower);
        }

        return new Sums(value, byPlace, byScale, bySigma, byAlpha, byPower);
    }

    /// <summary>What <see cref="Sum"/> gives for four places of the observable.</summary>
    internal readonly record struct Sums(
        Vector256<double> Value, Vector256<double> ByPlace, Vector256<double> ByScale, Vector256<double> BySigma, Vector256<double> ByAlpha, Vector256<double> ByPower);
}
