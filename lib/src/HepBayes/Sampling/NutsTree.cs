namespace HepBayes.Sampling;

/// <summary>
/// A stretch of a trajectory: its two ends, the sum of its momenta, its weight and a state drawn from it. "Sharp" is
/// M^-1 momentum, the velocity.
/// </summary>
internal sealed class NutsTree
{
    private double[] firstMomentum;
    private double[] firstSharp;
    private double[] lastMomentum;
    private double[] lastSharp;

    public NutsTree(int parameters)
    {
        double[] New() => new double[parameters];
        (firstMomentum, firstSharp, lastMomentum, lastSharp) = (New(), New(), New(), New());
        (MomentumSum, Position, Gradient) = (New(), New(), New());
    }

    /// <summary>Doublings: 2^depth states.</summary>
    public int Depth { get; set; }

    /// <summary>Logarithm of the sum of exp(-energy error) over its states.</summary>
    public double LogWeight { get; set; }

    /// <summary>The drawn state.</summary>
    public double[] Position { get; private set; }

    /// <summary>Gradient of the log density there.</summary>
    public double[] Gradient { get; private set; }

    /// <summary>Log density there.</summary>
    public double LogDensity { get; set; }

    private double[] MomentumSum { get; }

    /// <summary>Becomes a single state.</summary>
    public void Set(ReadOnlySpan<double> position, ReadOnlySpan<double> momentum, ReadOnlySpan<double> sharp, ReadOnlySpan<double> gradient, double logDensity, double logWeight)
    {
        position.CopyTo(Position);
        gradient.CopyTo(Gradient);
        momentum.CopyTo(firstMomentum);
        momentum.CopyTo(lastMomentum);
        momentum.CopyTo(MomentumSum);
        sharp.CopyTo(firstSharp);
        sharp.CopyTo(lastSharp);
        (Depth, LogDensity, LogWeight) = (0, logDensity, logWeight);
    }

    /// <summary>Exchanges its ends, to grow at the other one.</summary>
    public void Reverse()
    {
        (firstMomentum, lastMomentum) = (lastMomentum, firstMomentum);
        (firstSharp, lastSharp) = (lastSharp, firstSharp);
    }

    /// <summary>
    /// Whether this tree and the one that continues it go on: no U-turn over the whole, nor between either of them and the
    /// nearest state of the other (Stan's extra checks, without which trees with the symmetry of a period go on).
    /// </summary>
    public bool GoesOnWith(NutsTree next)
    {
        bool Open(double[] sharpFirst, double[] sharpLast, double[] a, double[] b) =>
            Vectors.Dot<double>(sharpFirst, a) + Vectors.Dot<double>(sharpFirst, b) > 0 && Vectors.Dot<double>(sharpLast, a) + Vectors.Dot<double>(sharpLast, b) > 0;
        return Open(firstSharp, next.lastSharp, MomentumSum, next.MomentumSum)
            && Open(firstSharp, next.firstSharp, MomentumSum, next.firstMomentum)
            && Open(lastSharp, next.lastSharp, lastMomentum, next.MomentumSum);
    }

    /// <summary>Appends the tree that continues this one, whose arrays may change; <see cref="LogWeight"/> and the drawn state are left alone.</summary>
    public void Append(NutsTree next)
    {
        Vectors.AddScaled<double>(MomentumSum, next.MomentumSum, 1);
        (lastMomentum, next.lastMomentum) = (next.lastMomentum, lastMomentum);
        (lastSharp, next.lastSharp) = (next.lastSharp, lastSharp);
        Depth++;
    }

    /// <summary>Takes over the other tree's drawn state.</summary>
    public void TakeDraw(NutsTree other)
    {
        (Position, other.Position) = (other.Position, Position);
        (Gradient, other.Gradient) = (other.Gradient, Gradient);
        LogDensity = other.LogDensity;
    }
}
