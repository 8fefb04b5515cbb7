using HepBayes.Evaluation;
using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Sampling.Targets;

/// <summary>
/// A density of two parameters of which everything is known, to look at a sampler and to count what it misses: independent
/// draws, and the exact probability of a corner that is hard to reach. <see cref="Banana"/>, <see cref="Funnel"/>,
/// <see cref="TwoModes"/>.
/// </summary>
public abstract class PlaneTarget
{
    private const int PointsOfOutline = 120;

    private protected PlaneTarget()
    {
    }

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>A part of the plane that samplers tend to miss.</summary>
    public abstract PlaneRegion Corner { get; }

    /// <summary>The part of the first axis that holds nearly all draws.</summary>
    public abstract (double Low, double High) XRange { get; }

    /// <summary>The part of the second axis that holds nearly all draws.</summary>
    public abstract (double Low, double High) YRange { get; }

    /// <summary>The log density, normalised, and its gradient: a <see cref="DensityFunction"/>.</summary>
    /// <param name="position">[2].</param>
    /// <param name="gradient">Receives the gradient, [2].</param>
    public abstract double Evaluate(ReadOnlySpan<double> position, Span<double> gradient);

    /// <summary>
    /// A negative definite matrix in the place of the Hessian of the log density, for
    /// <see cref="Riemannian.RiemannianHmc"/>: its expectation given the scale there, which changes with the position as the
    /// widths do and has no kinks.
    /// </summary>
    /// <param name="position">[2].</param>
    /// <param name="matrix">Receives it, [2, 2], row after row.</param>
    public abstract void Curvature(ReadOnlySpan<double> position, Span<double> matrix);

    /// <summary>
    /// Closed lines that hold the share 1 - exp(-radius^2 / 2) of the probability (of each mode): 0.39, 0.86 and 0.989 for
    /// 1, 2 and 3.
    /// </summary>
    /// <param name="radius">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not positive.</exception>
    public IReadOnlyList<(double[] X, double[] Y)> Outlines(double radius)
    {
        if (!(radius > 0))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius of an outline must be above 0.");
        return [.. Enumerable.Range(0, Modes).Select(mode => Outline(mode, radius))];
    }

    /// <summary>The density for samplers, in float64 on the processor.</summary>
    public ILogDensity Density() => LogDensity.Of(2, Evaluate, ToString());

    /// <summary>Independent draws.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public (double[] X, double[] Y) Draws(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.PlaneTarget));
        var (x, y) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var mode = ChooseMode(random.NextDouble());
            (x[i], y[i]) = Place(mode, random.NextNormal(), random.NextNormal());
        }

        return (x, y);
    }

    /// <summary>Whether each draw lies in the <see cref="Corner"/>, as 0 or 1, [chains][draws]: its mean is an estimate of the corner's probability.</summary>
    /// <param name="run">A run on this target.</param>
    /// <exception cref="ArgumentException">The run is not one of two parameters.</exception>
    public double[][] InCorner(SamplingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Parameters != 2)
            throw new ArgumentException($"The run has {run.Parameters} parameters; expected 2, those of {Name}.", nameof(run));
        var (x, y) = (run.Parameter(0), run.Parameter(1));
        return [.. x.Zip(y, (a, b) => a.Zip(b, (u, v) => Corner.Contains(u, v) ? 1.0 : 0).ToArray())];
    }

    /// <summary>
    /// A run's estimate of the probability of the <see cref="Corner"/>, plus and minus its Monte Carlo standard error times
    /// the normal quantile, not below 0 nor above 1. Where no chain ever came to the corner, or none ever left it, the ends
    /// are not numbers: such a run knows nothing of its error.
    /// </summary>
    /// <param name="run">A run on this target.</param>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The run is not one of two parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public Interval CornerShare(SamplingRun run, double level = 0.95)
    {
        var inside = InCorner(run);
        var share = Interval.Normal(inside.Average(chain => chain.Average()), Diagnostics.McseMean(inside), level);
        return share with { Low = Math.Max(0, share.Low), High = Math.Min(1, share.High) };
    }

    /// <summary>The settings: identifies runs that are kept on disk.</summary>
    public abstract override string ToString();

    /// <summary>Number of modes, each the image of a round normal distribution.</summary>
    private protected virtual int Modes => 1;

    /// <summary>The mode that a uniform number falls into.</summary>
    private protected virtual int ChooseMode(double uniform) => 0;

    /// <summary>Where a mode puts a point of the round normal distribution.</summary>
    private protected abstract (double X, double Y) Place(int mode, double first, double second);

    private (double[] X, double[] Y) Outline(int mode, double radius)
    {
        var points = Enumerable.Range(0, PointsOfOutline + 1)
            .Select(i => 2 * Math.PI * i / PointsOfOutline)
            .Select(angle => Place(mode, radius * Math.Cos(angle), radius * Math.Sin(angle))).ToArray();
        return ([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)]);
    }
}
