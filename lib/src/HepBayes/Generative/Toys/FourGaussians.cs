using HepBayes.Runtime;

namespace HepBayes.Generative.Toys;

/// <summary>Four normal distributions of unit covariance at (+-4, +-4): the product of a mixture in x and one in y.</summary>
internal sealed class FourGaussians() : KnownDensity("four_gaussians", "x", "y")
{
    private const double Centre = 4;

    public override double LogDensity(ReadOnlySpan<float> variables) => One(variables[0]) + One(variables[1]);

    private protected override void Draw(CounterRandom random, Span<float> variables)
    {
        foreach (ref var variable in variables)
            variable = (float)((random.NextDouble() < 0.5 ? -Centre : Centre) + random.NextNormal());
    }

    // (N(x; -4) + N(x; 4)) / 2 = N(|x|; 4) (1 + exp(-8 |x|)) / 2
    private static double One(double x)
    {
        var size = Math.Abs(x);
        return (-0.5 * (size - Centre) * (size - Centre)) + Math.Log(1 + Math.Exp(-2 * Centre * size)) - Math.Log(2 * Math.Sqrt(2 * Math.PI));
    }
}
