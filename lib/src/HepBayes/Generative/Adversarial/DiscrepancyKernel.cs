namespace HepBayes.Generative.Adversarial;

/// <summary>A kernel k(d) of the difference of two numbers, 1 at 0 and falling on both sides.</summary>
public abstract record DiscrepancyKernel
{
    private protected DiscrepancyKernel()
    {
    }

    /// <summary>k = 1 / (1 + 4 d^2 / width^2), for resonances (arXiv 1907.03764, equation 17).</summary>
    /// <param name="width">Full width at half maximum, above 0, in the unit of the quantity.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not a positive number.</exception>
    public static DiscrepancyKernel BreitWigner(double width) => new BreitWignerKernel(Positive(width, nameof(width)));

    /// <summary>k = exp(-d^2 / (2 deviation^2)).</summary>
    /// <param name="deviation">Standard deviation, above 0, in the unit of the quantity.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is not a positive number.</exception>
    public static DiscrepancyKernel Gaussian(double deviation) => new GaussianKernel(Positive(deviation, nameof(deviation)));

    internal abstract double Value(double difference);

    /// <summary>dk/dd.</summary>
    internal abstract double Slope(double difference);

    private static double Positive(double scale, string name) =>
        scale > 0 && double.IsFinite(scale) ? scale : throw new ArgumentOutOfRangeException(name, scale, "The scale of a kernel must be a positive number.");

    private sealed record BreitWignerKernel(double Width) : DiscrepancyKernel
    {
        internal override double Value(double difference) => 1 / (1 + (4 * difference * difference / (Width * Width)));

        internal override double Slope(double difference)
        {
            var value = Value(difference);
            return -8 * difference / (Width * Width) * value * value;
        }
    }

    private sealed record GaussianKernel(double Deviation) : DiscrepancyKernel
    {
        internal override double Value(double difference) => Math.Exp(-0.5 * difference * difference / (Deviation * Deviation));

        internal override double Slope(double difference) => -difference / (Deviation * Deviation) * Value(difference);
    }
}
