using HepBayes.Runtime;
using HepBayes.Sampling.Learned;

namespace HepBayes.Tests.Support;

/// <summary>
/// The sampler with a learned leapfrog in plain loops, in which an error can be planted so that the correctness suite is
/// shown to find it.
/// </summary>
internal sealed class PlantedL2Hmc(PointDensity density, LearnedLeapfrog leapfrog, PlantedL2Hmc.Defect defect) : PlantedSampler(density.Parameters)
{
    private readonly LeapfrogUpdate update = new(leapfrog.Layout);
    private readonly LearnedLeapfrog otherHalf = new(leapfrog.Layout, [.. leapfrog.Masks.Select(m => m.Select(b => !b).ToArray())], leapfrog.Weights);

    public enum Defect
    {
        None,

        /// <summary>The Metropolis test knows nothing of the change of volume.</summary>
        NoJacobian,

        /// <summary>On the way back the halves of the coordinates are moved in the order of the way forward.</summary>
        WrongMaskBackward,

        /// <summary>On the way back the steps have the times of the way forward.</summary>
        WrongOrderBackward,

        /// <summary>All trajectories go forward.</summary>
        OneDirection,

        /// <summary>The Metropolis test leaves the kinetic energy out.</summary>
        NoKineticEnergy,
    }

    protected override double[] Transition(double[] position, CounterRandom random)
    {
        var p = position.Select(_ => random.NextNormal()).ToArray();
        var isForward = random.NextDouble() < 0.5 || defect == Defect.OneDirection;
        var (end, gradient, logJacobian) = ((double[])position.Clone(), new double[position.Length], 0.0);
        var before = density.Evaluate(end, gradient) - Kinetic(p);
        var after = 0.0;
        for (var i = 0; i < leapfrog.Steps; i++)
        {
            var step = isForward || defect == Defect.WrongOrderBackward ? i : leapfrog.Steps - 1 - i;
            var drift = !isForward && defect == Defect.WrongMaskBackward ? otherHalf : leapfrog;
            logJacobian += update.Kick(leapfrog, step, isForward, end, gradient, p);
            logJacobian += update.Drift(drift, step, isForward, isFirst: true, p, end);
            logJacobian += update.Drift(drift, step, isForward, isFirst: false, p, end);
            after = density.Evaluate(end, gradient);
            logJacobian += update.Kick(leapfrog, step, isForward, end, gradient, p);
        }

        after -= Kinetic(p);
        var ratio = after - before + (defect == Defect.NoJacobian ? 0 : logJacobian);
        return Math.Log(random.NextDouble()) < ratio ? end : position;
    }

    private double Kinetic(double[] p) => defect == Defect.NoKineticEnergy ? 0 : 0.5 * p.Sum(v => v * v);
}
