using HepBayes.Training;

namespace HepBayes.Tests.Training;

public class OptimiserTests
{
    private static readonly float[] Gradients = [2f, -1f, 0.5f, 3f];

    [Fact]
    public void Steps_follow_the_published_formulas()
    {
        foreach (var (optimiser, step) in new (Optimiser, Func<int, double>)[]
        {
            (Optimiser.Adam(0.1), t => Mean(t, 0.9) / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(Square(t) / (1 - Math.Pow(0.999, t))) + 1e-8)),
            (Optimiser.Nadam(0.1), t => ((0.9 * Mean(t, 0.9) / (1 - Math.Pow(0.9, t + 1))) + (0.1 * Slope(t) / (1 - Math.Pow(0.9, t)))) / (Math.Sqrt(Square(t) / (1 - Math.Pow(0.999, t))) + 1e-8)),
            (Optimiser.Sgd(0.1, 0.8), t => Enumerable.Range(1, t).Sum(s => Math.Pow(0.8, t - s) * Slope(s))),
        })
        {
            var (weights, first, second, expected) = (new[] { 1f }, new float[1], new float[1], 1.0);
            for (var t = 1; t <= Gradients.Length; t++)
            {
                optimiser.Step(weights, [Gradients[t - 1]], -4, first, second, t, 0.1);
                expected -= 0.1 * step(t);
                Assert.Equal(expected, weights[0], 1e-5);
            }
        }
    }

    [Fact]
    public void Rates_and_momenta_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimiser.Adam(0).Check());
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimiser.Nadam(double.NaN).Check());
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimiser.Sgd(0.1, 1).Check());
    }

    private static double Slope(int t) => Gradients[t - 1] / -4.0;

    private static double Mean(int t, double beta) => Enumerable.Range(1, t).Sum(s => (1 - beta) * Math.Pow(beta, t - s) * Slope(s));

    private static double Square(int t) => Enumerable.Range(1, t).Sum(s => 0.001 * Math.Pow(0.999, t - s) * Slope(s) * Slope(s));
}
