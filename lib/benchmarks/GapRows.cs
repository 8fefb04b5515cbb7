using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>Rows of y = sin(3 x) + 0.3 x + noise of 0.1 for x between -2 and 2, without training rows between -0.6 and 0.6.</summary>
internal static class GapRows
{
    private const int Rows = 128;
    private const double Edge = 2;
    private const double Gap = 0.6;
    private const double Noise = 0.1;

    /// <summary>The model: one input, two layers of 16, the noise known.</summary>
    public static BayesianNetwork Network { get; } =
        new(Mlp.Of(1, [16, 16], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(Noise));

    public static (float[] X, float[] Y) Training(int set) => Draw(new CounterRandom((ulong)set, 0), Rows, gap: false);

    public static (float[] X, float[] Y) Test(int set, int rows, bool gap) => Draw(new CounterRandom((ulong)set, gap ? 2u : 1u), rows, gap);

    private static (float[] X, float[] Y) Draw(CounterRandom random, int rows, bool gap)
    {
        var (x, y) = (new float[rows], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            var side = random.NextDouble() < 0.5 ? -1 : 1;
            var place = side * (gap ? Gap * random.NextDouble() : Gap + ((Edge - Gap) * random.NextDouble()));
            (x[row], y[row]) = ((float)place, (float)(Math.Sin(3 * place) + (0.3 * place) + (Noise * random.NextNormal())));
        }

        return (x, y);
    }
}
