using HepBayes.Runtime;
using MathNet.Numerics;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// The shape of a density that is only shifted and stretched: with z = (w - m) / s, log p(w) = g(z) - log s. Priors of
/// weights and the noise of targets are built from such shapes. One of your own needs g, its slope and a way to draw.
/// </summary>
public abstract class LocationScaleFamily
{
    /// <summary>The name with its settings, as saved in files.</summary>
    public abstract string Name { get; }

    /// <summary>Variance of z; infinity or NaN if there is none.</summary>
    public abstract double Variance { get; }

    /// <summary>The normal density: g = -z^2 / 2 - log(2 pi) / 2.</summary>
    public static LocationScaleFamily Gaussian { get; } = new BuiltInFamily<GaussianShape>(default, "gaussian", 1);

    /// <summary>The Cauchy density: g = -log pi - log(1 + z^2).</summary>
    public static LocationScaleFamily Cauchy { get; } = new BuiltInFamily<CauchyShape>(default, "cauchy", double.PositiveInfinity);

    /// <summary>The Laplace (double exponential) density: g = -|z| - log 2; its variance is 2.</summary>
    public static LocationScaleFamily Laplace { get; } = new BuiltInFamily<LaplaceShape>(default, "laplace", 2);

    /// <summary>
    /// Student's t density: g = log Gamma((n + 1) / 2) - log Gamma(n / 2) - log(n pi) / 2 - (n + 1) / 2 log(1 + z^2 / n).
    /// </summary>
    /// <param name="degrees">Degrees of freedom n, above 0; heavier tails the smaller, 1 is the Cauchy density.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degrees"/> is not a positive number.</exception>
    public static LocationScaleFamily StudentT(double degrees)
    {
        Positive.Check(degrees, nameof(degrees));
        return new BuiltInFamily<StudentTShape>(
            new StudentTShape(degrees, SpecialFunctions.GammaLn((degrees + 1) / 2) - SpecialFunctions.GammaLn(degrees / 2) - (0.5 * Math.Log(degrees * Math.PI))),
            FormattableString.Invariant($"student-t({degrees})"),
            degrees > 2 ? degrees / (degrees - 2) : double.PositiveInfinity);
    }

    /// <summary>g(z), with its constant.</summary>
    /// <param name="z">Any number.</param>
    public abstract double LogDensity(double z);

    /// <summary>g'(z).</summary>
    /// <param name="z">Any number.</param>
    public abstract double Slope(double z);

    /// <summary>Draws z.</summary>
    /// <param name="random">Where the numbers come from.</param>
    public abstract double Sample(CounterRandom random);

    /// <summary>
    /// g and g' for tensors in float64 on any device. Without an override the numbers pass through the processor, which
    /// makes the device wait.
    /// </summary>
    /// <param name="z">Any shape.</param>
    /// <returns>Both of the same shape; the caller owns them.</returns>
    public virtual (torch.Tensor LogDensity, torch.Tensor Slope) Evaluate(torch.Tensor z)
    {
        ArgumentNullException.ThrowIfNull(z);
        var numbers = HostMemory.Doubles(z);
        var (values, slopes) = (new double[numbers.Length], new double[numbers.Length]);
        Evaluate(numbers, values, slopes);
        return (HostMemory.Tensor(values, z.shape, z.device), HostMemory.Tensor(slopes, z.shape, z.device));
    }

    /// <summary>g and g' of many numbers.</summary>
    internal virtual void Evaluate(ReadOnlySpan<double> z, Span<double> values, Span<double> slopes)
    {
        for (var i = 0; i < z.Length; i++)
            (values[i], slopes[i]) = (LogDensity(z[i]), Slope(z[i]));
    }
}
