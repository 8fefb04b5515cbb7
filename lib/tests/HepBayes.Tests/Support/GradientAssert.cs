using HepBayes.Runtime;

namespace HepBayes.Tests.Support;

/// <summary>Gradients against central differences in float64.</summary>
internal static class GradientAssert
{
    private const double Step = 1e-5;

    /// <summary>Compares every component at random positions.</summary>
    public static void Agrees(PointDensity density, double tolerance = 1e-6)
    {
        var random = new CounterRandom(17);
        var (gradient, unused) = (new double[density.Parameters], new double[density.Parameters]);
        for (var trial = 0; trial < 5; trial++)
        {
            var x = Enumerable.Range(0, density.Parameters).Select(_ => 0.7 * random.NextNormal()).ToArray();
            density.Evaluate(x, gradient);
            for (var p = 0; p < x.Length; p++)
            {
                double At(double shift)
                {
                    var moved = (double[])x.Clone();
                    moved[p] += shift;
                    return density.Evaluate(moved, unused);
                }

                var slope = (At(Step) - At(-Step)) / (2 * Step);
                Assert.True(Math.Abs(slope - gradient[p]) <= tolerance * (1 + Math.Abs(slope)), $"{density.GetType().Name}, component {p}: gradient {gradient[p]}, finite difference {slope}.");
            }
        }
    }
}
