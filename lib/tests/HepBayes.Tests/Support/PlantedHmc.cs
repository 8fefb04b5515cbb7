using HepBayes.Runtime;

namespace HepBayes.Tests.Support;

/// <summary>
/// Hamiltonian Monte Carlo in plain loops, without adaptation, in which an error can be planted so that the
/// correctness suite is shown to find it.
/// </summary>
internal sealed class PlantedHmc(PointDensity density, double step, int leapfrogs, double mass, PlantedHmc.Defect defect) : PlantedSampler(density.Parameters)
{
    public enum Defect
    {
        None,

        /// <summary>The last half step of the momentum is a full one.</summary>
        MomentumHalfAStepAhead,

        /// <summary>The Metropolis test compares log densities only.</summary>
        NoKineticEnergy,

        /// <summary>Momenta are drawn with the inverse of the mass as variance.</summary>
        MomentumOfInverseMass,
    }

    protected override double[] Transition(double[] position, CounterRandom random)
    {
        var sd = defect == Defect.MomentumOfInverseMass ? 1 / Math.Sqrt(mass) : Math.Sqrt(mass);
        var momentum = position.Select(_ => sd * random.NextNormal()).ToArray();
        var (end, gradient) = ((double[])position.Clone(), new double[position.Length]);
        var before = density.Evaluate(end, gradient) - Kinetic(momentum);
        var after = before;
        Kick(momentum, gradient, 0.5 * step);
        for (var i = 1; i <= leapfrogs; i++)
        {
            for (var p = 0; p < end.Length; p++)
                end[p] += step * momentum[p] / mass;
            after = density.Evaluate(end, gradient);
            Kick(momentum, gradient, i < leapfrogs || defect == Defect.MomentumHalfAStepAhead ? step : 0.5 * step);
        }

        return Math.Log(random.NextDouble()) < after - Kinetic(momentum) - before ? end : position;
    }

    private double Kinetic(double[] momentum) => defect == Defect.NoKineticEnergy ? 0 : momentum.Sum(p => 0.5 * p * p / mass);

    private static void Kick(double[] momentum, double[] gradient, double time)
    {
        for (var p = 0; p < momentum.Length; p++)
            momentum[p] += time * gradient[p];
    }
}
