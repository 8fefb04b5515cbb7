using MathNet.Numerics.Distributions;

namespace HepBayes.Sampling.Targets;

/// <summary>
/// A bent normal distribution (Haario, Saksman, Tamminen, Comput. Statist. 14 (1999) 375): x ~ N(0, width^2) and
/// y ~ N(bend (x^2 - width^2), 1). The correlation of x and y changes its sign in the middle, so no constant mass matrix fits.
/// </summary>
public sealed class Banana : PlaneTarget
{
    private const double CornerWidths = 2;
    private readonly double width;
    private readonly double bend;

    /// <summary>Makes the target.</summary>
    /// <param name="width">Standard deviation of x, above 0.</param>
    /// <param name="bend">Curvature of the ridge; 0 is a normal distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or the width not positive.</exception>
    public Banana(double width = 2, double bend = 0.5)
    {
        if (!(width > 0 && double.IsFinite(width)))
            throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be a positive number.");
        if (!double.IsFinite(bend))
            throw new ArgumentOutOfRangeException(nameof(bend), bend, "The bend must be a finite number.");
        (this.width, this.bend) = (width, bend);
        var limit = CornerWidths * width;
        Corner = new PlaneRegion(FormattableString.Invariant($"|x| > {limit:0.##}"), 2 * Normal.CDF(0, 1, -CornerWidths), (x, _) => Math.Abs(x) > limit);
    }

    /// <inheritdoc/>
    public override string Name => "banana";

    /// <inheritdoc/>
    public override PlaneRegion Corner { get; }

    /// <inheritdoc/>
    public override (double Low, double High) XRange => (-3.5 * width, 3.5 * width);

    /// <inheritdoc/>
    public override (double Low, double High) YRange => (Math.Min(Ridge(0), Ridge(3 * width)) - 4, Math.Max(Ridge(0), Ridge(3 * width)) + 4);

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> position, Span<double> gradient)
    {
        var (x, off) = (position[0], position[1] - Ridge(position[0]));
        gradient[0] = (-x / (width * width)) + (2 * bend * x * off);
        gradient[1] = -off;
        return (-0.5 * ((x * x / (width * width)) + (off * off))) - Math.Log(2 * Math.PI * width);
    }

    /// <inheritdoc/>
    public override void Curvature(ReadOnlySpan<double> position, Span<double> matrix)
    {
        var slope = 2 * bend * position[0];
        (matrix[0], matrix[1]) = ((-1 / (width * width)) - (slope * slope), slope);
        (matrix[2], matrix[3]) = (slope, -1);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"banana, width {width}, bend {bend}");

    private protected override (double X, double Y) Place(int mode, double first, double second) =>
        (width * first, second + Ridge(width * first));

    private double Ridge(double x) => bend * ((x * x) - (width * width));
}
