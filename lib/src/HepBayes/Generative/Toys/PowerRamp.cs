using HepBayes.Runtime;

namespace HepBayes.Generative.Toys;

/// <summary>p = (n + 1) x^n on the unit square, flat in y: x = u^(1 / (n + 1)).</summary>
internal sealed class PowerRamp(string name, int power) : KnownDensity(name, "x", "y")
{
    private const float BelowOne = 0.99999994f;

    public override IReadOnlyList<VariableMap> Maps => [VariableMap.Logit(0, 1), VariableMap.Logit(0, 1)];

    public override double LogDensity(ReadOnlySpan<float> variables) =>
        variables[0] > 0 && variables[0] < 1 && variables[1] > 0 && variables[1] < 1
            ? Math.Log(power + 1) + (power * Math.Log(variables[0]))
            : double.NegativeInfinity;

    // Rounding to float32 must not leave the open square.
    private protected override void Draw(CounterRandom random, Span<float> variables) =>
        (variables[0], variables[1]) = (Math.Min(BelowOne, (float)Math.Pow(random.NextDouble(), 1.0 / (power + 1))), Math.Min(BelowOne, (float)random.NextDouble()));
}
