namespace HepBayes.Sampling.Riemannian;

/// <summary>
/// The generalised leapfrog of a position-dependent metric (Leimkuhler, Reich, Simulating Hamiltonian Dynamics, 2004; arXiv
/// 1212.4693): p' = p - eps/2 dH/dx(x, p'), x' = x + eps/2 (G(x)^-1 p' + G(x')^-1 p'), p'' = p' - eps/2 dH/dx(x', p'). The
/// first two are equations, solved by iteration. It keeps volumes and is reversible where the iterations converge; where
/// they do not the trajectory ends.
/// </summary>
internal sealed class RiemannianIntegrator
{
    private const int MostIterations = 50;

    // Of changes in units of the local width; reversibility holds to this.
    private const double Tolerance = 1e-10;
    private readonly double[] slope;
    private readonly double[] before;
    private readonly double[] first;
    private readonly double[] last;
    private readonly double[] trial;
    private RiemannianPoint spare;

    /// <summary>Starts at a position, which has to be set and completed by the caller.</summary>
    public RiemannianIntegrator(RiemannianModel model, SoftAbs softAbs)
    {
        (Point, spare) = (new RiemannianPoint(model, softAbs), new RiemannianPoint(model, softAbs));
        var d = model.Parameters;
        (slope, before, first, last, trial, Momentum) = (new double[d], new double[d], new double[d], new double[d], new double[d], new double[d]);
    }

    /// <summary>Where the trajectory is.</summary>
    public RiemannianPoint Point { get; private set; }

    /// <summary>The momentum there, [parameters].</summary>
    public double[] Momentum { get; }

    /// <summary>Whether the last failure was that of an iteration, not of a density or metric that is not finite.</summary>
    public bool HasNotConverged { get; private set; }

    /// <summary>One step.</summary>
    /// <param name="step">Its size.</param>
    /// <returns>Whether it succeeded; if not, point and momentum mean nothing.</returns>
    public bool TryStep(double step)
    {
        HasNotConverged = false;
        if (!TryHalfKick(step) || !TryDrift(step))
            return false;
        (Point, spare) = (spare, Point);
        if (!Point.TryComplete())
            return false;
        Point.Slope(Momentum, slope);
        Vectors.AddScaled<double>(Momentum, slope, -0.5 * step);
        return true;
    }

    private bool TryHalfKick(double step)
    {
        Momentum.CopyTo(before, 0);
        return Iterate(Momentum, parameter => 1 / Point.RootOfDiagonal(parameter), () =>
        {
            Point.Slope(Momentum, slope);
            for (var i = 0; i < trial.Length; i++)
                trial[i] = before[i] - (0.5 * step * slope[i]);
            return true;
        });
    }

    // The new position is that of the spare point.
    private bool TryDrift(double step)
    {
        Point.Velocity(Momentum, first);
        var start = Point.Position;
        for (var i = 0; i < first.Length; i++)
            spare.Position[i] = start[i] + (step * first[i]);
        return Iterate(spare.Position, Point.RootOfDiagonal, () =>
        {
            if (!spare.TryMetric())
                return false;
            spare.Velocity(Momentum, last);
            for (var i = 0; i < trial.Length; i++)
                trial[i] = start[i] + (0.5 * step * (first[i] + last[i]));
            return true;
        }) && spare.TryMetric();
    }

    // Replaces the values by the trial that follows from them until they stay the same.
    private bool Iterate(double[] values, Func<int, double> scale, Func<bool> next)
    {
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            if (!next())
                return false;
            var change = 0.0;
            for (var i = 0; i < values.Length; i++)
                change = Math.Max(change, Math.Abs(trial[i] - values[i]) * scale(i));
            trial.CopyTo(values, 0);
            if (change < Tolerance)
                return true;
            if (!double.IsFinite(change))
                break;
        }

        HasNotConverged = true;
        return false;
    }
}
