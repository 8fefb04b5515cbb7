using MathNet.Numerics.Distributions;

namespace HepBayes.Sampling.Targets;

/// <summary>
/// The funnel (Neal, Slice sampling, Ann. Statist. 31 (2003) 705): y ~ N(0, width^2) is the logarithm of a variance and
/// x ~ N(0, exp(y)). What a hierarchical prior looks like: in the neck a step must be short, at the mouth long.
/// </summary>
public sealed class Funnel : PlaneTarget
{
    private readonly double width;

    /// <summary>Makes the target.</summary>
    /// <param name="width">Standard deviation of y, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not a positive number.</exception>
    public Funnel(double width = 3)
    {
        if (!(width > 0 && double.IsFinite(width)))
            throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be a positive number.");
        this.width = width;
        Corner = new PlaneRegion(FormattableString.Invariant($"y < {-width:0.##}"), Normal.CDF(0, 1, -1), (_, y) => y < -width);
    }

    /// <inheritdoc/>
    public override string Name => "funnel";

    /// <inheritdoc/>
    public override PlaneRegion Corner { get; }

    /// <inheritdoc/>
    /// <remarks>The mouth is wider; what matters is the neck.</remarks>
    public override (double Low, double High) XRange => (-6 * width, 6 * width);

    /// <inheritdoc/>
    public override (double Low, double High) YRange => (-3 * width, 3 * width);

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> position, Span<double> gradient)
    {
        var (x, y, narrow) = (position[0], position[1], Math.Exp(-position[1]));
        gradient[0] = -x * narrow;
        gradient[1] = (-y / (width * width)) - 0.5 + (0.5 * x * x * narrow);
        return (-0.5 * ((y * y / (width * width)) + y + (x * x * narrow))) - Math.Log(2 * Math.PI * width);
    }

    /// <inheritdoc/>
    public override void Curvature(ReadOnlySpan<double> position, Span<double> matrix)
    {
        (matrix[0], matrix[1]) = (-Math.Exp(-position[1]), 0);
        (matrix[2], matrix[3]) = (0, (-1 / (width * width)) - 0.5);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"funnel, width {width}");

    private protected override (double X, double Y) Place(int mode, double first, double second) =>
        (Math.Exp(0.5 * width * second) * first, width * second);
}
