using HepBayes.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Trajectories whose length climbs the ChEES criterion, "change in the estimator of the expected square": 1/4
/// E[(|x' - E x'|^2 - |x - E x|^2)^2] over start x and end x' (Hoffman, Radul, Sountsov, An adaptive-MCMC scheme for
/// setting trajectory lengths in Hamiltonian Monte Carlo, AISTATS 2021, PMLR 130).
/// </summary>
internal sealed class CheesTrajectory : Trajectory
{
    private const double Forget = 0.95;
    private const double Decay = 0.5;
    private readonly CheesOptions options;
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

    /// <inheritdoc/>
    /// <remarks>The harmonic mean, which a few chains with bad acceptance pull down.</remarks>
    public override double Acceptance(TransitionInfo info) => info.AcceptProbability.Length / info.AcceptProbability.Sum(p => 1 / p);

    public override void Learn(HmcState start, HmcTransition transition, Metric metric, double stepSize)
    {
        var slope = Gradient(metric.Whiten(start.Position), metric.Whiten(transition.End.Position), metric.Velocity(transition.Momentum).div(metric.Scale), transition.Info.AcceptProbability);
        if (!double.IsFinite(slope))
            return;
        // Adam without momentum on log T.
        count++;
        slope *= time;
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
    }

    public override void Restore(Snapshot snapshot)
    {
        logLength = snapshot.Real("trajectory.log_length");
        logAveraged = snapshot.Real("trajectory.log_averaged");
        square = snapshot.Real("trajectory.square");
        halton = (long)snapshot.Whole("trajectory.halton");
        count = (long)snapshot.Whole("trajectory.count");
        isFrozen = snapshot.Whole("trajectory.is_frozen") != 0;
    }

    /// <summary>
    /// Derivative of the criterion by the time travelled: the mean over chains, weighted by acceptance, of
    /// (|x' - m'|^2 - |x - m|^2) (x' - m') . v' with the means m, m' over the chains.
    /// </summary>
    /// <param name="x">Starts, [chains, parameters].</param>
    /// <param name="end">Ends, [chains, parameters].</param>
    /// <param name="velocity">Velocities at the ends.</param>
    /// <param name="acceptance">Acceptance probabilities [chains]; chains with 0 are left out.</param>
    internal static double Gradient(Tensor x, Tensor end, Tensor velocity, double[] acceptance)
    {
        using var scope = NewDisposeScope();
        var weight = tensor(acceptance, dtype: float64, device: x.device);
        var total = acceptance.Sum();
        if (!(total > 0))
            return double.NaN;
        using Scalar share = 1 / total;
        // The end of a divergent trajectory may be infinite: it has no weight.
        var sound = weight.gt(Scalars.Zero).unsqueeze(1);
        weight.mul_(share);
        Tensor Centred(Tensor values)
        {
            var kept = where(sound, values.to(float64), zeros_like(values, dtype: float64));
            return kept.sub(kept.mul(weight.unsqueeze(1)).sum(0, keepdim: true)).mul_(sound.to(float64));
        }

        var (centredStart, centredEnd) = (Centred(x), Centred(end));
        var speed = where(sound, velocity.to(float64), zeros_like(velocity, dtype: float64));
        var change = centredEnd.square().sum(1).sub_(centredStart.square().sum(1));
        return change.mul_(centredEnd.mul_(speed).sum(1)).mul_(weight).sum().cpu().item<double>();
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
