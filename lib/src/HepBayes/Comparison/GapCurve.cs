using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Comparison;

/// <summary>
/// A curve of one variable with a gap in its data: y = sin(3 x) + 0.3 x + noise of standard deviation 0.1 for x from -2 to 2, without
/// training rows between -0.6 and 0.6. What a method says in the gap is what it says without data.
/// </summary>
public static class GapCurve
{
    /// <summary>Standard deviation of the noise, in units of y.</summary>
    public const double Noise = 0.1;

    /// <summary>Half the width of the gap, in units of x.</summary>
    public const double Gap = 0.6;

    /// <summary>Largest absolute value of x.</summary>
    public const double Edge = 2;

    private const int Rows = 128;

    /// <summary>The model: one input, two layers of 16 tanh units, prior of unit scale, the noise known.</summary>
    public static BayesianNetwork Network { get; } =
        new(Mlp.Of(1, [16, 16], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(Noise));

    /// <summary>The curve without noise.</summary>
    /// <param name="x">Any number; data lie between -2 and 2.</param>
    public static double Truth(double x) => Math.Sin(3 * x) + (0.3 * x);

    /// <summary>128 training rows outside the gap, inputs and targets.</summary>
    /// <param name="set">Number of the data set; decides every number.</param>
    public static (float[] X, float[] Y) Training(int set) => Draw(set, 0, Rows, gap: false);

    /// <summary>New rows, of other random numbers than the training rows.</summary>
    /// <param name="set">Number of the data set.</param>
    /// <param name="rows">How many, at least 1.</param>
    /// <param name="gap">Whether they lie in the gap or outside, where training rows are.</param>
    public static (float[] X, float[] Y) Test(int set, int rows, bool gap) => Draw(set, gap ? 2u : 1u, rows, gap);

    /// <summary>New rows outside the gap to calibrate intervals with.</summary>
    /// <param name="set">Number of the data set.</param>
    /// <param name="rows">How many, at least 1.</param>
    public static (float[] X, float[] Y) Calibration(int set, int rows) => Draw(set, 3, rows, gap: false);

    private static (float[] X, float[] Y) Draw(int set, ulong stream, int rows, bool gap)
    {
        var random = new CounterRandom((ulong)set, stream);
        var (x, y) = (new float[rows], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            var side = random.NextDouble() < 0.5 ? -1 : 1;
            var place = side * (gap ? Gap * random.NextDouble() : Gap + ((Edge - Gap) * random.NextDouble()));
            (x[row], y[row]) = ((float)place, (float)(Truth(place) + (Noise * random.NextNormal())));
        }

        return (x, y);
    }
}
