namespace HepBayes.Sampling.Targets;

/// <summary>Two round normal distributions of standard deviation 1 at (-distance / 2, 0) and (distance / 2, 0), of unequal weight.</summary>
public sealed class TwoModes : PlaneTarget
{
    private readonly double half;
    private readonly double left;

    /// <summary>Makes the target.</summary>
    /// <param name="distance">Distance of the modes, above 0, in standard deviations; chains hardly cross from 8 on.</param>
    /// <param name="left">Weight of the mode on the left, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public TwoModes(double distance = 8, double left = 0.3)
    {
        if (!(distance > 0 && double.IsFinite(distance)))
            throw new ArgumentOutOfRangeException(nameof(distance), distance, "The distance must be a positive number.");
        if (!(left > 0 && left < 1))
            throw new ArgumentOutOfRangeException(nameof(left), left, "The weight of the left mode must lie between 0 and 1.");
        (half, this.left) = (0.5 * distance, left);
        var tail = MathNet.Numerics.Distributions.Normal.CDF(0, 1, -half);
        Corner = new PlaneRegion("x < 0", left + ((1 - (2 * left)) * tail), (x, _) => x < 0);
    }

    /// <inheritdoc/>
    public override string Name => "two modes";

    /// <inheritdoc/>
    public override PlaneRegion Corner { get; }

    /// <inheritdoc/>
    public override (double Low, double High) XRange => (-half - 4, half + 4);

    /// <inheritdoc/>
    public override (double Low, double High) YRange => (-half - 2, half + 2);

    private protected override int Modes => 2;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> position, Span<double> gradient)
    {
        var (x, y) = (position[0], position[1]);
        var (first, second) = (Math.Log(left) - HalfSquare(x + half), Math.Log(1 - left) - HalfSquare(x - half));
        var greater = Math.Max(first, second);
        var sum = Math.Exp(first - greater) + Math.Exp(second - greater);
        // Probability that the point belongs to the left mode.
        var share = Math.Exp(first - greater) / sum;
        gradient[0] = (share * (-half - x)) + ((1 - share) * (half - x));
        gradient[1] = -y;
        return greater + Math.Log(sum) - (0.5 * y * y) - Math.Log(2 * Math.PI);
    }

    /// <inheritdoc/>
    public override void Curvature(ReadOnlySpan<double> position, Span<double> matrix)
    {
        (matrix[0], matrix[1]) = (-1, 0);
        (matrix[2], matrix[3]) = (0, -1);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"two modes, distance {2 * half}, left {left}");

    private protected override int ChooseMode(double uniform) => uniform < left ? 0 : 1;

    private protected override (double X, double Y) Place(int mode, double first, double second) =>
        (first + (mode == 0 ? -half : half), second);

    private static double HalfSquare(double x) => 0.5 * x * x;
}
