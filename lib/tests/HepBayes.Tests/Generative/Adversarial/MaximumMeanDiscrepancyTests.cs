using HepBayes.Generative;
using HepBayes.Generative.Adversarial;
using HepBayes.Runtime;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Generative.Adversarial;

public class MaximumMeanDiscrepancyTests
{
    public static TheoryData<DiscrepancyKernel> Kernels => [DiscrepancyKernel.BreitWigner(0.8), DiscrepancyKernel.Gaussian(0.5)];

    [Fact]
    public void KernelsHaveTheirStatedWidths()
    {
        Assert.Equal(0.5, DiscrepancyKernel.BreitWigner(2).Value(1), 1e-12);
        Assert.Equal(Math.Exp(-0.5), DiscrepancyKernel.Gaussian(2).Value(-2), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscrepancyKernel.Gaussian(0));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void TheValueIsThatOfADoubleLoop(DiscrepancyKernel kernel)
    {
        var (x, y, w) = (Normal(40, 1), Normal(30, 2), Normal(40, 3).Select(v => v * v).ToArray());
        double Pairs(double[] a, double[] wa, double[] b, double[] wb, bool distinct)
        {
            var (sum, total) = (0.0, 0.0);
            for (var i = 0; i < a.Length; i++)
            {
                for (var j = 0; j < b.Length; j++)
                {
                    if (distinct && i == j)
                        continue;
                    sum += wa[i] * wb[j] * kernel.Value(a[i] - b[j]);
                    total += wa[i] * wb[j];
                }
            }

            return sum / total;
        }

        double[] ones = [.. Enumerable.Repeat(1.0, 30)];
        var expected = Pairs(x, w, x, w, true) + Pairs(y, ones, y, ones, true) - (2 * Pairs(x, w, y, ones, false));
        Assert.Equal(expected, MaximumMeanDiscrepancy.Of(x, y, kernel, w), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void TheGradientIsThatOfFiniteDifferences(DiscrepancyKernel kernel)
    {
        var (x, y, w) = (Normal(40, 1), Normal(30, 2), Normal(40, 3).Select(v => v * v).ToArray());
        var gradient = new double[y.Length];
        MaximumMeanDiscrepancy.AgainstGenerated(x, w, y, kernel, gradient);
        for (var j = 0; j < y.Length; j++)
        {
            double Moved(double step) => MaximumMeanDiscrepancy.Of(x, y.Select((v, i) => i == j ? v + step : v).ToArray(), kernel, w);
            Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, gradient[j], 1e-9);
        }
    }

    [Fact]
    public void TheGradientByMappedVariablesIsThatOfFiniteDifferences()
    {
        // The product of two variables behind a logarithm and a scale.
        var drawn = Normal(60, 4);
        var events = new EventSample(2, [.. drawn.Select((v, i) => (float)(i % 2 == 0 ? Math.Exp(v) : v))]);
        var map = EventMap.Fit(events, VariableMap.Log(), VariableMap.None);
        var term = new DiscrepancyTerm(v => v[0] * v[1], DiscrepancyKernel.Gaussian(1)) { Weight = 3 };
        var discrepancy = new DiscrepancyGradient(map, [term], events, [.. Enumerable.Repeat(1.0, 30)]);
        var (chosen, mapped) = (Enumerable.Range(0, 30).ToArray(), Normal(40, 5).Select(v => (float)v).ToArray());
        var gradient = new float[mapped.Length];
        var value = discrepancy.Add(chosen, mapped, gradient);
        Assert.Equal(3 * MaximumMeanDiscrepancy.Of(events.Select(term.Quantity), map.Invert(mapped).Select(term.Quantity), term.Kernel), value, 1e-6);
        for (var k = 0; k < mapped.Length; k++)
        {
            double Moved(float step) => discrepancy.Add(chosen, [.. mapped.Select((v, i) => i == k ? v + step : v)], new float[mapped.Length]);
            Assert.Equal((Moved(0.003f) - Moved(-0.003f)) / 0.006, gradient[k], 1e-3 * Math.Max(0.1, Math.Abs(gradient[k])));
        }
    }

    [Fact]
    public void TheEstimateIsUnbiased()
    {
        // Two samples of the standard normal distribution: expectation 0, though a single value scatters on both sides.
        var random = new CounterRandom(7);
        double[] Sample() => [.. Enumerable.Range(0, 20).Select(_ => random.NextNormal())];
        var values = Enumerable.Range(0, 3000).Select(_ => MaximumMeanDiscrepancy.Of(Sample(), Sample(), DiscrepancyKernel.Gaussian(1))).ToArray();
        StatAssert.MeanEquals(values, 0, "MMD^2");
        // k = exp(-d^2/2) with d ~ N(m, 2) has the mean exp(-m^2/6) / sqrt 3: shifted by m the expectation is 2 (1 - exp(-m^2/6)) / sqrt 3.
        var shifted = Enumerable.Range(0, 3000).Select(_ => MaximumMeanDiscrepancy.Of(Sample(), Sample().Select(v => v + 0.5).ToArray(), DiscrepancyKernel.Gaussian(1))).ToArray();
        StatAssert.MeanEquals(shifted, 2 * (1 - Math.Exp(-0.25 / 6)) / Math.Sqrt(3), "shifted MMD^2");
    }

    private static double[] Normal(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }
}
