namespace HepBayes.Sampling.Learned;

/// <summary>
/// A trajectory of the training: forward with everything kept, then back for the derivative of its loss. The density is
/// evaluated outside, for all rows at once. Formulas of the loss: arXiv 1711.09268, equation 7.
/// </summary>
internal sealed class LeapfrogRow
{
    // Of lambda^2; keeps the reciprocal of a jump finite.
    private const double SmallestJump = 1e-3;
    private const int UpdatesOfStep = 4;
    private readonly LeapfrogUpdate[] updates;
    private readonly LeapfrogAdjoint adjoint;
    private readonly double[] start;
    private readonly double[] momentum;
    private double startEnergy;
    private double logJacobian;

    /// <summary>Makes room.</summary>
    public LeapfrogRow(LeapfrogLayout layout, int steps)
    {
        updates = [.. Enumerable.Range(0, UpdatesOfStep * steps).Select(_ => new LeapfrogUpdate(layout))];
        adjoint = new LeapfrogAdjoint(layout);
        (start, momentum) = (new double[layout.Parameters], new double[layout.Parameters]);
    }

    /// <summary>Whether the trajectory goes forward.</summary>
    public bool IsForward { get; private set; }

    /// <summary>Whether the ends of the trajectory could be compared.</summary>
    public bool IsSound { get; private set; }

    /// <summary>Acceptance probability of the trajectory.</summary>
    public double AcceptProbability { get; private set; }

    /// <summary>Squared distance of its ends times the acceptance probability.</summary>
    public double Jump { get; private set; }

    /// <summary>Loss of the row.</summary>
    public double Loss { get; private set; }

    /// <summary>Derivative of the loss by the gradient of the log density where <see cref="BackKick"/> came to, [parameters].</summary>
    public Span<double> ByGradient => adjoint.Gradient;

    /// <summary>Derivative of the loss by the position there, [parameters].</summary>
    public Span<double> ByPosition => adjoint.Position;

    /// <summary>Where a step ended, [parameters].</summary>
    /// <param name="t">Number of the step along the trajectory, from 0.</param>
    public ReadOnlySpan<double> PositionAfter(int t) => Update(t, 3).Input.AsSpan(0, start.Length);

    /// <summary>Starts a trajectory.</summary>
    public void Begin(ReadOnlySpan<double> position, ReadOnlySpan<double> velocity, bool isForward, double logDensity)
    {
        position.CopyTo(start);
        velocity.CopyTo(momentum);
        IsForward = isForward;
        startEnergy = Kinetic() - logDensity;
        logJacobian = 0;
    }

    /// <summary>The first three updates of a step.</summary>
    /// <param name="learned">The leapfrog.</param>
    /// <param name="t">Number of the step along the trajectory, from 0.</param>
    /// <param name="position">[parameters]; moved.</param>
    /// <param name="gradient">Gradient where it was, [parameters].</param>
    public void KickAndDrift(LearnedLeapfrog learned, int t, Span<double> position, ReadOnlySpan<double> gradient)
    {
        var step = Step(learned, t);
        logJacobian += Update(t, 0).Kick(learned, step, IsForward, position, gradient, momentum);
        logJacobian += Update(t, 1).Drift(learned, step, IsForward, isFirst: true, momentum, position);
        logJacobian += Update(t, 2).Drift(learned, step, IsForward, isFirst: false, momentum, position);
    }

    /// <summary>The last update of a step.</summary>
    public void Kick(LearnedLeapfrog learned, int t, ReadOnlySpan<double> position, ReadOnlySpan<double> gradient) =>
        logJacobian += Update(t, 3).Kick(learned, Step(learned, t), IsForward, position, gradient, momentum);

    /// <summary>Ends the trajectory: the loss and its derivatives there.</summary>
    /// <param name="position">The end, [parameters].</param>
    /// <param name="gradient">Gradient of the log density there, [parameters].</param>
    /// <param name="logDensity">Log density there.</param>
    /// <param name="scale">Lambda.</param>
    /// <param name="weight">What the loss of the row is multiplied by.</param>
    public void End(ReadOnlySpan<double> position, ReadOnlySpan<double> gradient, double logDensity, double scale, double weight)
    {
        var logRatio = logDensity - Kinetic() + startEnergy + logJacobian;
        var distance = 0.0;
        for (var i = 0; i < start.Length; i++)
            distance += (position[i] - start[i]) * (position[i] - start[i]);
        IsSound = double.IsFinite(logRatio) && double.IsFinite(distance);
        AcceptProbability = IsSound ? Math.Exp(Math.Min(0, logRatio)) : 0;
        Jump = IsSound ? distance * AcceptProbability : 0;
        var (square, relative) = (scale * scale, (Jump / (scale * scale)) + SmallestJump);
        Loss = weight * ((1 / relative) - (Jump / square));
        var byJump = IsSound ? -weight / square * ((1 / (relative * relative)) + 1) : 0;
        var byRatio = logRatio < 0 ? byJump * Jump : 0;
        adjoint.LogJacobian = byRatio;
        for (var i = 0; i < start.Length; i++)
        {
            adjoint.Gradient[i] = 0;
            adjoint.Position[i] = IsSound ? (2 * byJump * AcceptProbability * (position[i] - start[i])) + (byRatio * gradient[i]) : 0;
            adjoint.Momentum[i] = IsSound ? -byRatio * momentum[i] : 0;
        }
    }

    /// <summary>Goes back through <see cref="Kick"/>.</summary>
    public void BackKick(LearnedLeapfrog learned, int t, Span<double> weights)
    {
        if (IsSound)
            adjoint.Kick(learned, Update(t, 3), IsForward, weights);
    }

    /// <summary>Goes back through <see cref="KickAndDrift"/>, after what <see cref="ByGradient"/> does was added to <see cref="ByPosition"/>.</summary>
    public void BackDriftAndKick(LearnedLeapfrog learned, int t, Span<double> weights)
    {
        if (!IsSound)
            return;
        Array.Clear(adjoint.Gradient);
        var step = Step(learned, t);
        adjoint.Drift(learned, Update(t, 2), step, IsForward, isFirst: false, weights);
        adjoint.Drift(learned, Update(t, 1), step, IsForward, isFirst: true, weights);
        adjoint.Kick(learned, Update(t, 0), IsForward, weights);
    }

    private LeapfrogUpdate Update(int t, int number) => updates[(UpdatesOfStep * t) + number];

    private int Step(LearnedLeapfrog learned, int t) => IsForward ? t : learned.Steps - 1 - t;

    private double Kinetic() => 0.5 * Vectors.PreciseDot<double>(momentum, momentum);
}
