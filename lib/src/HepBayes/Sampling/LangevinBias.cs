namespace HepBayes.Sampling;

/// <summary>
/// What mini-batch samplers sample instead of a normal distribution: the stationary variance in closed form. A direction of a
/// posterior with precision L (second derivative of -log density) should have variance 1 / L; the excess over that is the
/// bias, of the step and of the gradients' noise. The derivation is in lib/docs/mini-batch.md.
/// </summary>
public static class LangevinBias
{
    /// <summary>
    /// Stationary variance of <see cref="SgldKernel"/> in a direction: (1 + h G V / 4) / (L (1 - h G L / 4)).
    /// </summary>
    /// <param name="precision">L, above 0.</param>
    /// <param name="stepSize">h, above 0; h G L below 4.</param>
    /// <param name="gradientVariance">V, variance of the estimate of the gradient, at least 0.</param>
    /// <param name="scale">G, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is not stable.</exception>
    public static double SgldVariance(double precision, double stepSize, double gradientVariance = 0, double scale = 1)
    {
        var stability = stepSize * scale * precision / 4;
        Check(stability, stepSize);
        return (1 + (stepSize * scale * gradientVariance / 4)) / (precision * (1 - stability));
    }

    /// <summary>
    /// Stationary variance of <see cref="SghmcKernel"/> in a direction. With c = exp(-friction h), r = h^2 G L / 4 and the
    /// injected variance s^2 G: (W (1 + c)^2 + s^2 (3 + c) / (1 + c)) / (4 L), W = (s^2 + h^2 G V / (1 - r)) / (1 - c^2).
    /// </summary>
    /// <param name="precision">L, above 0.</param>
    /// <param name="stepSize">h, above 0; h^2 G L below 4.</param>
    /// <param name="friction">Friction, above 0.</param>
    /// <param name="gradientVariance">V, variance of the estimate of the gradient, at least 0.</param>
    /// <param name="scale">G, above 0.</param>
    /// <param name="subtracted">The variance that the kernel takes off; V if it was measured well.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is not stable.</exception>
    public static double SghmcVariance(double precision, double stepSize, double friction, double gradientVariance = 0, double scale = 1, double subtracted = 0)
    {
        var stability = stepSize * stepSize * scale * precision / 4;
        Check(stability, stepSize);
        var keep = Math.Exp(-friction * stepSize);
        var injected = Injected(keep, stepSize, scale, subtracted) / scale;
        var kicked = (injected + (stepSize * stepSize * scale * gradientVariance / (1 - stability))) / (1 - (keep * keep));
        return ((kicked * (1 + keep) * (1 + keep)) + (injected * (3 + keep) / (1 + keep))) / (4 * precision);
    }

    /// <summary>Variance that the friction step injects after the gradient's noise is taken off, not below 0.</summary>
    internal static double Injected(double keep, double stepSize, double scale, double noise)
    {
        var kick = 0.5 * (1 + keep) * stepSize * scale;
        return Math.Max(0, ((1 - (keep * keep)) * scale) - (kick * kick * noise));
    }

    private static void Check(double stability, double stepSize)
    {
        if (!(stability > 0 && stability < 1))
            throw new ArgumentOutOfRangeException(nameof(stepSize), stepSize, "There is no stationary variance: the step must be positive and stable in this direction. Take a smaller step.");
    }
}
