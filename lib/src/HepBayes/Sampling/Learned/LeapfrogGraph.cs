using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Learned;

/// <summary>
/// Trajectories of a learned leapfrog for many rows as a graph that libtorch can differentiate: the formulas of
/// <see cref="AugmentedLeapfrog"/>, each row in its own direction. Lives in the dispose scope it is made in.
/// </summary>
internal sealed class LeapfrogGraph
{
    private readonly TensorLogDensity density;
    private readonly TensorNetwork kick;
    private readonly TensorNetwork drift;
    private readonly Tensor stepSize;
    private readonly Tensor halfStep;
    private readonly Tensor forward;
    private readonly Tensor backward;
    private readonly Tensor sign;
    private Tensor logJacobian;

    /// <summary>Prepares a graph.</summary>
    /// <param name="density">The density.</param>
    /// <param name="layout">Where the weights lie.</param>
    /// <param name="weights">All weights, [weights], a leaf to differentiate by.</param>
    /// <param name="forward">1 for rows that go forward, 0 for those that go back, [rows, 1].</param>
    public LeapfrogGraph(TensorLogDensity density, LeapfrogLayout layout, Tensor weights, Tensor forward)
    {
        (this.density, this.forward) = (density, forward);
        backward = forward.neg().add(Scalars.One);
        sign = forward.sub(backward);
        stepSize = weights.narrow(0, layout.Length - 1, 1).exp();
        halfStep = stepSize.mul(Scalars.Half);
        kick = new TensorNetwork(layout, weights.narrow(0, 0, layout.NetworkLength), halfStep, stepSize);
        drift = new TensorNetwork(layout, weights.narrow(0, layout.NetworkLength, layout.NetworkLength), stepSize, stepSize);
        logJacobian = zeros_like(forward);
    }

    /// <summary>Follows the trajectories.</summary>
    /// <param name="position">Starts, [rows, parameters], not part of a graph.</param>
    /// <param name="momentum">[rows, parameters].</param>
    /// <param name="steps">Mask and time of each step, [steps, parameters + 2]; see <see cref="StepTable"/>.</param>
    /// <param name="stepsBack">The same for rows that go back.</param>
    /// <returns>Ends of the trajectories and the logarithm of the ratio of the densities with the Jacobian, [rows]; the log densities at the start.</returns>
    public (Tensor Position, Tensor LogRatio, Tensor StartLogDensity) Follow(Tensor position, Tensor momentum, Tensor steps, Tensor stepsBack)
    {
        var n = position.shape[1];
        var (start, gradient) = density.Differentiate(position.detach().requires_grad_(true), keepsGraph: false);
        start = start.detach();
        var (x, v, end) = (position, momentum, start);
        for (var t = 0L; t < steps.shape[0]; t++)
        {
            var row = steps[t].mul(forward).add(stepsBack[t].mul(backward), Scalars.One);
            var (mask, time) = (row.narrow(1, 0, n), row.narrow(1, n, 2));
            var rest = mask.neg().add(Scalars.One);
            v = Kick(x, gradient, time, v);
            x = Drift(x, v, time, mask, rest);
            x = Drift(x, v, time, rest, mask);
            (end, gradient) = density.Differentiate(x, keepsGraph: true);
            v = Kick(x, gradient, time, v);
        }

        var ratio = Total(end, v).sub(Total(start, momentum)).add(logJacobian.sum(1), Scalars.One);
        return (x, ratio, start);
    }

    /// <summary>Mask and time of every step, forward and back, [steps, parameters + 2] each; the caller owns them.</summary>
    public static (Tensor Forward, Tensor Back) StepTable(bool[][] masks)
    {
        var steps = masks.Length;
        double[] Row(int step, bool moved)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * step / steps);
            return [.. masks[step].Select(m => m == moved ? 1.0 : 0), cos, sin];
        }

        Tensor Table(IEnumerable<double[]> rows) => tensor([.. rows.SelectMany(r => r)], dtype: float64).reshape(steps, -1);
        using var scope = NewDisposeScope();
        var order = Enumerable.Range(0, steps).ToArray();
        return (Table(order.Select(s => Row(s, true))).MoveToOuterDisposeScope(), Table(order.Select(s => Row(steps - 1 - s, false))).MoveToOuterDisposeScope());
    }

    private static Tensor Total(Tensor logDensity, Tensor momentum) => logDensity.sub(momentum.square().sum(1).mul(Scalars.Half));

    private Tensor Kick(Tensor x, Tensor gradient, Tensor time, Tensor v)
    {
        var (logFactor, stretch, shift) = kick.Evaluate(x, gradient, time);
        return Update(v, gradient, logFactor, stretch, shift, halfStep);
    }

    private Tensor Drift(Tensor x, Tensor v, Tensor time, Tensor moved, Tensor rest)
    {
        var (logFactor, stretch, shift) = drift.Evaluate(v, x.mul(rest), time);
        return Update(x, v, logFactor.mul(moved), stretch, shift, stepSize.mul(moved));
    }

    // value' = value exp(s) + k forward and (value - k) exp(-s) back; nothing changes where part and s are 0.
    private Tensor Update(Tensor value, Tensor drive, Tensor logFactor, Tensor stretch, Tensor shift, Tensor part)
    {
        var move = drive.mul(stretch.exp()).add(shift, Scalars.One).mul(part);
        var signed = logFactor.mul(sign);
        logJacobian = logJacobian.add(signed, Scalars.One);
        return value.sub(move.mul(backward)).mul(signed.exp()).add(move.mul(forward), Scalars.One);
    }
}
