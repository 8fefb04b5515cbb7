namespace HepBayes.Physics;

/// <summary>
/// The last steps to the minimum, by Newton's method with limits. The distance that it still expects to go down (Minuit's EDM)
/// decides whether it converged.
/// </summary>
internal sealed class NewtonDescent(FitObjective objective, int[] free, double[] steps, CancellationToken cancellationToken)
{
    // In units of -ln L: a parameter is then within 1e-4 of its error.
    private const double WantedDistance = 1e-9;
    private const int Iterations = 60;
    private const int Halvings = 40;
    private const double AtLimit = 1e-9;

    /// <summary>The last curvature that was worked out.</summary>
    public Curvature? Curvature { get; private set; }

    /// <summary>The expected distance of -ln L to its minimum at the last place.</summary>
    public double Distance { get; private set; } = double.PositiveInfinity;

    /// <summary>Why it did not converge; empty if it did.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Goes down.</summary>
    /// <param name="point">Where to begin.</param>
    /// <param name="known">The curvature near there, if it is known.</param>
    /// <param name="renew">Whether the curvature is wanted at the minimum itself.</param>
    public FitPoint Descend(FitPoint point, Curvature? known, bool renew)
    {
        Curvature = known;
        var isFresh = false;
        var before = double.PositiveInfinity;
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var active = Active(point);
            if (active.Length == 0)
            {
                Problem = "every free parameter is at a limit";
                return point;
            }

            if (Curvature is null || !Curvature.Active.SequenceEqual(active))
            {
                if (!Renew(point, active))
                    return point;
                isFresh = true;
            }

            var step = Curvature!.StepFor(point.Gradient);
            Distance = -0.5 * step.Select((s, i) => s * point.Gradient[active[i]]).Sum();
            var isSlow = Distance > 0.1 * before;
            if (!isFresh && (isSlow || (renew && Distance < WantedDistance)))
            {
                Curvature = null;
                before = double.PositiveInfinity;
                continue;
            }

            if (Distance < WantedDistance)
                return point;
            if (Try(point, active, step) is not { } next)
            {
                Problem = FormattableString.Invariant($"no lower place is found along the way down, although -ln L should still fall by {Distance:G2}");
                return point;
            }

            (point, before, isFresh) = (next, Distance, false);
        }

        Problem = FormattableString.Invariant($"after {Iterations} steps -ln L should still fall by {Distance:G2}");
        return point;
    }

    /// <summary>Whether a parameter lies on a limit and is pushed against it.</summary>
    public bool IsPinned(FitPoint point, int index)
    {
        var parameter = objective.Model.Parameters[index];
        var near = AtLimit * steps[index];
        return (point.Values[index] <= parameter.Low + near && point.Gradient[index] > 0)
            || (point.Values[index] >= parameter.High - near && point.Gradient[index] < 0);
    }

    private int[] Active(FitPoint point) => [.. free.Where(i => !IsPinned(point, i))];

    private bool Renew(FitPoint point, int[] active)
    {
        Curvature = Physics.Curvature.At(objective, point.Values, active, steps);
        if (Curvature is null)
            Problem = "the likelihood is not defined around the last place (a width near 0, or a density that is not positive at some event)";
        return Curvature is not null;
    }

    private FitPoint? Try(FitPoint point, int[] active, double[] step)
    {
        // Sums of many terms are exact to about this much.
        var rounding = 1e-12 * (Math.Abs(point.Height) + objective.Data.Events);
        for (var (share, halving) = (1.0, 0); halving < Halvings; share /= 2, halving++)
        {
            var values = (double[])point.Values.Clone();
            var expected = 0.0;
            for (var i = 0; i < active.Length; i++)
            {
                var parameter = objective.Model.Parameters[active[i]];
                values[active[i]] = Math.Clamp(values[active[i]] + (share * step[i]), parameter.Low, parameter.High);
                expected += point.Gradient[active[i]] * (values[active[i]] - point.Values[active[i]]);
            }

            var next = FitPoint.At(objective, values);
            if (next.Height <= point.Height + Math.Min(0, 1e-4 * expected) + rounding)
                return next;
        }

        return null;
    }
}
