using HepBayes.Runtime;
using MathNet.Numerics;

namespace HepBayes.Physics;

/// <summary>Poisson distributed numbers.</summary>
internal static class PoissonRandom
{
    private const double ProductBelow = 30;

    /// <summary>Draws a number.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="mean">The mean, finite and not negative.</param>
    public static int Next(CounterRandom random, double mean) => mean < ProductBelow ? ByProduct(random, mean) : ByRejection(random, mean);

    private static int ByProduct(CounterRandom random, double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble())
            count++;
        return count;
    }

    // Transformed rejection, algorithm PTRS of W. Hoermann, Insurance: Mathematics and Economics 12 (1993) 39.
    private static int ByRejection(CounterRandom random, double mean)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(mean));
        var a = -0.059 + (0.02483 * b);
        var inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        var accept = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            var v = random.NextDouble();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= accept)
                return (int)k;
            if (k < 0 || (us < 0.013 && v > us))
                continue;
            if (Math.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= (k * Math.Log(mean)) - mean - SpecialFunctions.GammaLn(k + 1))
                return (int)k;
        }
    }
}
