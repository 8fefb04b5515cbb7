using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

/// <summary>The stationary variances of the mini-batch kernels against their closed forms.</summary>
public class LangevinBiasTests
{
    private const int Blocks = 20;
    private static readonly double[] Precision = [1, 4];
    private static readonly double[] Scale = [1, 0.5];

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.5, 5)]
    [InlineData(0.5, Blocks)]
    [InlineData(0.05, 5)]
    public void SgldHasTheVarianceOfTheFormula(double step, int batch)
    {
        using var density = Density();
        Check(Squares(density, new SgldKernel(density), Parameters(step, batch)), p => LangevinBias.SgldVariance(Precision[p], step, density.GradientVariance(p, batch), Scale[p]));
    }

    [Theory]
    [InlineData(0.6, 1, false)]
    [InlineData(0.6, 5, false)]
    [InlineData(0.6, 5, true)]
    [InlineData(0.6, Blocks, false)]
    [InlineData(0.1, 5, true)]
    public void SghmcHasTheVarianceOfTheFormula(double step, int batch, bool subtract)
    {
        using var density = Density();
        var noise = Enumerable.Range(0, 2).Select(p => density.GradientVariance(p, batch)).ToArray();
        var parameters = Parameters(step, batch) with { Friction = 0.8, NoiseVariance = subtract ? [.. Enumerable.Repeat(noise, Chains).SelectMany(n => n)] : null };
        Check(Squares(density, new SghmcKernel(density), parameters), p => LangevinBias.SghmcVariance(Precision[p], step, 0.8, noise[p], Scale[p], subtract ? noise[p] : 0));
    }

    // The comparison is sharp enough to see the bias: the variance of the density itself does not fit.
    [Fact]
    public void TheBiasIsSeen()
    {
        using var density = Density();
        Assert.Throws<TrueException>(() => Check(Squares(density, new SgldKernel(density), Parameters(0.5, Blocks)), p => 1 / Precision[p]));
        Assert.Throws<TrueException>(() => Check(Squares(density, new SghmcKernel(density), Parameters(0.6, 5)), p => 1 / Precision[p]));
    }

    [Fact]
    public void TheFormulasHaveTheRightLimits()
    {
        Assert.Equal(0.25, LangevinBias.SgldVariance(4, 1e-9, 7), 1e-6);
        Assert.Equal(0.25, LangevinBias.SghmcVariance(4, 1e-7, 0.5, 7), 1e-6);
        // BAOAB is exact for a normal distribution and any step; with noise that is taken off, to second order.
        Assert.Equal(0.25, LangevinBias.SghmcVariance(4, 0.9, 0.5), 1e-12);
        Assert.Equal(0.25, LangevinBias.SghmcVariance(4, 0.01, 0.5, 20, 1, 20), 1e-5);
        // First order in the step: h V / (2 friction).
        Assert.Equal(1.02, LangevinBias.SghmcVariance(1, 1e-3, 0.5, 20), 1e-4);
        Assert.Throws<ArgumentOutOfRangeException>(() => LangevinBias.SgldVariance(4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LangevinBias.SghmcVariance(4, 1, 0.5));
    }

    // The plain gradient of a line through all rows is noisy because rows differ in offset and in slope of the gradient; at the
    // mode, control variates take away the offsets. The second moments of the recursion x -> x + h/2 G g + noise are exact:
    // S' = E[(1 - K A) S (1 - K A)'] + E[K r r' K] + h G, with A and r of a batch of one block, K = h/2 G.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AConjugateRegressionHasTheExpectedBias(bool controlled)
    {
        using var line = new LineOfBlocks();
        const double Step = 2e-4;
        using var mode = tensor(Enumerable.Repeat(line.Mode, Chains).SelectMany(m => m).ToArray(), dtype: float32).reshape(Chains, 2);
        using var control = controlled ? ControlPoint.At(line.Posterior, mode) : null;
        var parameters = new MiniBatchParameters(Step, 1, [.. Enumerable.Repeat(1.0, 2 * Chains)]) { Control = control };
        var expected = line.StationaryCovariance(Step, controlled);
        var draws = Draws(new SgldKernel(line.Posterior), parameters, mode, warmup: 400, steps: 1500);
        for (var p = 0; p < 2; p++)
        {
            StatAssert.MeanEquals([.. draws.Select(chain => chain.Average(x => x[p]))], line.Mode[p], $"mean {p}");
            StatAssert.MeanEquals([.. draws.Select(chain => chain.Average(x => Square(x[p] - line.Mode[p])))], expected[p, p], $"variance {p}");
        }

        // The excess over the posterior is mostly noise, and control variates take most of it away.
        var excess = (expected[0, 0] / line.Covariance[0, 0]) - 1;
        Assert.InRange(excess, controlled ? 0 : 0.3, controlled ? 0.2 : 10);
    }

    // Each chain measures by itself, with batches of its own.
    [Fact]
    public void TheNoiseIsMeasuredRight()
    {
        using var density = Density();
        using var position = ones(Chains, 2, dtype: float64);
        var variance = GradientNoise.Variance(density, position, 5, pairs: 20);
        for (var p = 0; p < 2; p++)
            StatAssert.MeanEquals([.. Enumerable.Range(0, Chains).Select(chain => variance[(2 * chain) + p])], density.GradientVariance(p, 5), $"noise of parameter {p}");
        // Rows differ in the offset of their gradients only, which the control variate takes away.
        using var control = ControlPoint.At(density, position);
        Assert.All(GradientNoise.Variance(density, position, 5, control), v => Assert.Equal(0, v, 1e-20));
        Assert.Throws<ArgumentException>(() => GradientNoise.Variance(density, position, Blocks + 1));
    }

    private const int Chains = 128;

    private static BlockNormalDensity Density() => new(Precision, Blocks, [0.4, 0.3]);

    private static MiniBatchParameters Parameters(double step, int batch) => new(step, batch, [.. Enumerable.Repeat(Scale, Chains).SelectMany(s => s)]);

    private static double Square(double x) => x * x;

    private static double[][] Squares(IBatchedDensity density, MiniBatchKernel kernel, MiniBatchParameters parameters)
    {
        using var start = zeros(Chains, 2, dtype: float64);
        var steps = (int)(600 / Math.Min(1, parameters.StepSize * 2));
        var draws = Draws(kernel, parameters, start, steps / 4, steps);
        return [.. Enumerable.Range(0, 2).Select(p => draws.Select(chain => chain.Average(x => Square(x[p]))).ToArray())];
    }

    private static double[][][] Draws(MiniBatchKernel kernel, MiniBatchParameters parameters, Tensor start, int warmup, int steps)
    {
        var random = Enumerable.Range(0, Chains).Select(c => new CounterRandom(17, (ulong)c)).ToArray();
        var result = Enumerable.Range(0, Chains).Select(_ => new double[steps][]).ToArray();
        var state = kernel.Init(start, parameters, random);
        for (var step = -warmup; step < steps; step++)
        {
            var (next, info) = kernel.Step(state, parameters, random);
            state.Dispose();
            state = next;
            Assert.DoesNotContain(true, info.IsDivergent);
            var values = HostMemory.Doubles(state.Position);
            for (var chain = 0; chain < Chains && step >= 0; chain++)
                result[chain][step] = values[(2 * chain)..(2 * (chain + 1))];
        }

        state.Dispose();
        return result;
    }

    private static void Check(double[][] squares, Func<int, double> expected)
    {
        for (var p = 0; p < 2; p++)
            StatAssert.MeanEquals(squares[p], expected(p), $"variance of parameter {p}");
    }
}
