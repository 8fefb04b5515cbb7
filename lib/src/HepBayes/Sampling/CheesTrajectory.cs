using HepBayes.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Trajectories whose length climbs the ChEES criterion for a unit of time. The criterion is the "change in the estimator
/// of the expected square", 1/4 E[(|x' - E x|^2 - |x - E x|^2)^2] over start x and end x' (Hoffman, Radul, Sountsov, An
/// adaptive-MCMC scheme for setting trajectory lengths in Hamiltonian Monte Carlo, AISTATS 2021, PMLR 130). Divided by the
/// time travelled it stands for effective draws for each gradient, as in Sountsov and Hoffman, arXiv 2110.11576.
/// </summary>
/// <remarks>
/// Each chain is centred on its own running mean, not on the mean over chains, which means nothing where chains are
/// networks whose hidden units stand in different order.
/// </remarks>
internal sealed class CheesTrajectory : Trajectory
{
    private const double Forget = 0.95;
    private const double Decay = 0.5;
    private static readonly Scalar Keep = Forget;
    private static readonly Scalar Learning = 1 - Forget;
    private static readonly Scalar Quarter = 0.25;
    private readonly CheesOptions options;
    private Tensor? centre;
    private double logLength;
    private double logAveraged;
    private double square;
    private double time;
    private long halton;
    private long count;
    private bool isFrozen;

    public CheesTrajectory(CheesOptions options) => (this.options, logLength) = (options, Math.Log(options.InitialTrajectoryLength));

    /// <summary>The length T; trajectories have lengths between 0 and T.</summary>
    public double Length => Math.Exp(isFrozen && count > 0 ? logAveraged : logLength);

    public override int Leapfrogs(double stepSize)
    {
        time = Halton(++halton) * Length;
        return (int)Math.Clamp(Math.Ceiling(time / stepSize), 1, options.MaximumLeapfrogs);
    }

    public override void Learn(HmcTransition transition, Metric metric, double stepSize)
    {
        using var scope = NewDisposeScope();
        var start = transition.Start;
        Centre(start.Position);
        Tensor Centred(Tensor position) => metric.Whiten(position.to(float64).sub(centre!));
        var velocity = metric.Whiten(metric.Velocity(transition.Momentum)).to(float64);
        var slope = Slope(Centred(start.Position), Centred(transition.End.Position), velocity, time, transition.Info.AcceptProbability);
        if (!double.IsFinite(slope))
            return;
        // Adam without momentum on log T.
        count++;
        square = (Forget * square) + ((1 - Forget) * slope * slope);
        var change = slope / Math.Sqrt((square / (1 - Math.Pow(Forget, count))) + double.Epsilon);
        logLength = Math.Clamp(logLength + (options.LearningRate * change), Math.Log(stepSize), Math.Log(stepSize * options.MaximumLeapfrogs));
        var weight = Math.Pow(count, -Decay);
        logAveraged = (weight * logLength) + ((1 - weight) * logAveraged);
    }

    public override void Freeze() => isFrozen = true;

    public override void Save(Snapshot snapshot)
    {
        snapshot.Add("trajectory.log_length", logLength);
        snapshot.Add("trajectory.log_averaged", logAveraged);
        snapshot.Add("trajectory.square", square);
        snapshot.Add("trajectory.halton", (ulong)halton);
        snapshot.Add("trajectory.count", (ulong)count);
        snapshot.Add("trajectory.is_frozen", isFrozen ? 1UL : 0);
        snapshot.Add("trajectory.has_centre", centre is null ? 0UL : 1);
        if (centre is not null)
            snapshot.Add("trajectory.centre", centre);
    }

    public override void Restore(Snapshot snapshot, Device device)
    {
        logLength = snapshot.Real("trajectory.log_length");
        logAveraged = snapshot.Real("trajectory.log_averaged");
        square = snapshot.Real("trajectory.square");
        halton = (long)snapshot.Whole("trajectory.halton");
        count = (long)snapshot.Whole("trajectory.count");
        isFrozen = snapshot.Whole("trajectory.is_frozen") != 0;
        centre?.Dispose();
        centre = null;
        if (snapshot.Whole("trajectory.has_centre") == 0)
            return;
        using var scope = NewDisposeScope();
        centre = snapshot.Tensor("trajectory.centre").clone().to(device).DetachFromDisposeScope();
    }

    public override void Dispose()
    {
        centre?.Dispose();
        base.Dispose();
    }

    /// <summary>
    /// Derivative of the criterion C by the logarithm of the time t travelled, less C: positive where longer trajectories
    /// raise C / t. It is the mean over chains, weighted by acceptance, of t D x' . v' - D^2 / 4 with D = |x'|^2 - |x|^2.
    /// </summary>
    /// <param name="x">Centred starts, [chains, parameters] in float64.</param>
    /// <param name="end">Centred ends, [chains, parameters] in float64.</param>
    /// <param name="velocity">Velocities at the ends, [chains, parameters] in float64.</param>
    /// <param name="time">Time travelled.</param>
    /// <param name="acceptance">Acceptance probabilities [chains]; chains with 0 are left out.</param>
    internal static double Slope(Tensor x, Tensor end, Tensor velocity, double time, double[] acceptance)
    {
        var total = acceptance.Sum();
        if (!(total > 0))
            return double.NaN;
        using var scope = NewDisposeScope();
        using Scalar t = time;
        var weight = tensor(acceptance, dtype: float64, device: x.device);
        var change = end.square().sum(1).sub_(x.square().sum(1));
        var slopes = change.mul(end.mul(velocity).sum(1)).mul_(t).sub_(change.square().mul_(Quarter)).mul_(weight);
        // The end of a divergent trajectory may be infinite: it has no weight.
        return where(weight.gt(Scalars.Zero), slopes, zeros_like(slopes)).sum().cpu().item<double>() / total;
    }

    private void Centre(Tensor position)
    {
        using var scope = NewDisposeScope();
        if (centre is null)
            centre = position.to(float64).clone().DetachFromDisposeScope();
        else
            centre.mul_(Keep).add_(position.to(float64), alpha: Learning);
    }

    /// <summary>The radical inverse in base 2: 1/2, 1/4, 3/4, 1/8, ...</summary>
    internal static double Halton(long index)
    {
        var (value, digit) = (0.0, 0.5);
        for (; index > 0; index >>= 1, digit /= 2)
            value += digit * (index & 1);
        return value;
    }
}
