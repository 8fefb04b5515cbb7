using HepBayes.Runtime;

namespace HepBayes.Comparison;

/// <summary>
/// Synthetic rows in the shape of the airfoil self-noise data (Brooks, Pope, Marcolini, NASA RP-1218, 1989; UCI repository): five
/// inputs, one of which takes six values and one four, and a level that has a broad maximum in the first input, whose place and
/// height depend on the others. Not those data: here curve and noise are known.
/// </summary>
/// <remarks>
/// x1 (log frequency), x2 (angle of attack) and x5 (displacement thickness) are uniform, x3 (chord) takes six and x4 (velocity) four
/// equally spaced values, all of mean 0 and standard deviation 1. With the distance from the maximum d = x1 + 0.5 x5 - 0.3 x4 + 0.3 x2,
/// y = 2 exp(-d^2 / 2) - 0.6 x5 - 0.25 x1 + 0.3 x4 - 0.25 x3 + 0.25 sin(2 x2) (1 + 0.5 x3) - 1.23 + noise of standard deviation 0.1. The mean
/// of y is about 0, its standard deviation about 1.
/// </remarks>
public static class AirfoilCurve
{
    /// <summary>Standard deviation of the noise, in units of y.</summary>
    public const double Noise = 0.1;

    /// <summary>Number of inputs.</summary>
    public const int Inputs = 5;

    /// <summary>The curve without noise.</summary>
    /// <param name="x">The five inputs.</param>
    /// <exception cref="ArgumentException">There are not five.</exception>
    public static double Truth(ReadOnlySpan<double> x)
    {
        if (x.Length != Inputs)
            throw new ArgumentException($"{x.Length} inputs; expected {Inputs}.", nameof(x));
        var distance = x[0] + (0.5 * x[4]) - (0.3 * x[3]) + (0.3 * x[1]);
        return (2 * Math.Exp(-0.5 * distance * distance)) - (0.6 * x[4]) - (0.25 * x[0]) + (0.3 * x[3]) - (0.25 * x[2])
            + (0.25 * Math.Sin(2 * x[1]) * (1 + (0.5 * x[2]))) - 1.23;
    }

    /// <summary>Draws rows.</summary>
    /// <param name="name">What the rows are for.</param>
    /// <param name="seed">Decides every number, together with the part.</param>
    /// <param name="part">Number of the part, from 0; rows of different parts are independent.</param>
    /// <param name="rows">How many, at least 1.</param>
    public static ComparisonRows Draw(string name, int seed, int part, int rows)
    {
        var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.ComparisonRows, part));
        var (inputs, targets) = (new float[rows * Inputs], new float[rows]);
        var x = new double[Inputs];
        for (var row = 0; row < rows; row++)
        {
            (x[0], x[1], x[2], x[3], x[4]) = (Uniform(random), Uniform(random), Level(random, 6), Level(random, 4), Uniform(random));
            for (var i = 0; i < Inputs; i++)
                inputs[(row * Inputs) + i] = (float)x[i];
            targets[row] = (float)(Truth(x) + (Noise * random.NextNormal()));
        }

        return new ComparisonRows(name, inputs, targets);
    }

    private static double Uniform(CounterRandom random) => Math.Sqrt(3) * ((2 * random.NextDouble()) - 1);

    // Equally spaced values with variance 1: that of 0 ... n - 1 is (n^2 - 1) / 12.
    private static double Level(CounterRandom random, int levels) =>
        (random.NextInt(levels) - ((levels - 1) / 2.0)) / Math.Sqrt(((levels * levels) - 1) / 12.0);
}
