using HepBayes.Runtime;

namespace HepBayes.Tests.Support;

/// <summary>
/// The adjusted microcanonical sampler in plain loops with a unit metric and unit speed, without adaptation, in which an
/// error can be planted so that the correctness suite is shown to find it.
/// </summary>
internal sealed class PlantedMams(PointDensity density, double step, int leapfrogs, PlantedMams.Defect defect) : PlantedSampler(density.Parameters)
{
    public enum Defect
    {
        None,

        /// <summary>Every end is accepted.</summary>
        NoMetropolisTest,

        /// <summary>The direction turns away from the gradient, the energy is that of the right turn.</summary>
        WrongSignOfTheTurn,

        /// <summary>Half kicks turn by the whole step, the energy is that of half of it.</summary>
        WholeKicks,

        /// <summary>The Metropolis test compares log densities only.</summary>
        NoWork,

        /// <summary>The work has the factor d instead of d - 1.</summary>
        WorkOfOneDimensionTooMany,

        /// <summary>Directions are not drawn anew uniformly but in one half of the space.</summary>
        HalfOfTheDirections,
    }

    protected override double[] Transition(double[] position, CounterRandom random)
    {
        var normal = position.Select(_ => random.NextNormal()).ToArray();
        if (defect == Defect.HalfOfTheDirections)
            normal[0] = Math.Abs(normal[0]);
        var norm = Math.Sqrt(normal.Sum(v => v * v));
        var u = normal.Select(v => v / norm).ToArray();
        var (end, gradient) = ((double[])position.Clone(), new double[position.Length]);
        var before = density.Evaluate(end, gradient);
        var (after, work) = (before, 0.0);
        for (var i = 0; i < leapfrogs; i++)
        {
            work += Turn(u, gradient);
            for (var p = 0; p < end.Length; p++)
                end[p] += step * u[p];
            after = density.Evaluate(end, gradient);
            work += Turn(u, gradient);
        }

        work = defect == Defect.NoWork ? 0 : work;
        var decision = Math.Log(random.NextDouble());
        return defect == Defect.NoMetropolisTest || decision < after - before - work ? end : position;
    }

    // With hyperbolic functions as the paper writes them.
    private double Turn(double[] u, double[] gradient)
    {
        var d = u.Length;
        var length = Math.Sqrt(gradient.Sum(g => g * g));
        var e = gradient.Select(g => g / length).ToArray();
        var cosine = u.Zip(e, (a, b) => a * b).Sum();
        var delta = 0.5 * step * length / (d - 1);
        var work = (defect == Defect.WorkOfOneDimensionTooMany ? d : d - 1) * Math.Log(Math.Cosh(delta) + (cosine * Math.Sinh(delta)));
        if (defect == Defect.WholeKicks)
            delta *= 2;
        if (defect == Defect.WrongSignOfTheTurn)
            (cosine, e) = (-cosine, [.. e.Select(v => -v)]);
        var along = Math.Sinh(delta) + (cosine * (Math.Cosh(delta) - 1));
        var scale = Math.Cosh(delta) + (cosine * Math.Sinh(delta));
        for (var p = 0; p < d; p++)
            u[p] = (u[p] + (along * e[p])) / scale;
        return work;
    }
}
