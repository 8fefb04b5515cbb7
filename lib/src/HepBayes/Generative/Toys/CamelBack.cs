using HepBayes.Runtime;

namespace HepBayes.Generative.Toys;

/// <summary>Two narrow normal distributions in one variable.</summary>
internal sealed class CamelBack() : KnownDensity("camel_back", "x")
{
    private const double Centre = 0.5;
    private const double Width = 0.1;

    public override double LogDensity(ReadOnlySpan<float> variables)
    {
        var (left, right) = ((variables[0] + Centre) / Width, (variables[0] - Centre) / Width);
        var (near, far) = (Math.Min(left * left, right * right), Math.Max(left * left, right * right));
        return Math.Log(0.5 / (Width * Math.Sqrt(2 * Math.PI))) - (0.5 * near) + Math.Log(1 + Math.Exp(0.5 * (near - far)));
    }

    private protected override void Draw(CounterRandom random, Span<float> variables) =>
        variables[0] = (float)((random.NextDouble() < 0.5 ? -Centre : Centre) + (Width * random.NextNormal()));
}
