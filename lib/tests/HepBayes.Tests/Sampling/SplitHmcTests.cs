using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

/// <summary>
/// The integrator over parts of the data. It also runs in the suites of closed forms and golden posteriors, as
/// "hmc, three parts of the data".
/// </summary>
public class SplitHmcTests
{
    private const int Parts = 3;
    private static readonly double[] Mean = [1, -2];
    private static readonly double[,] Covariance = { { 1, 0.6 }, { 0.6, 2 } };

    // A batch is a whole part, so its gradient differs from the others' by the linear terms.
    [Fact]
    public void TransitionsLeaveTheDensityInvariant() => Check(isWrong: false);

    // Part after part, always in the same direction: such a step does not read the same backwards, and the Metropolis test
    // does not make up for that.
    [Fact]
    public void AStepThatIsNotSymmetricIsFound() => Assert.Throws<TrueException>(() => Check(isWrong: true));

    [Fact]
    public void TrajectoriesAreReversible()
    {
        using var scope = NewDisposeScope();
        using var density = Density();
        using var state = new HmcKernel(density).Init(full([4, 2], 0.3, dtype: float64));
        using var metric = Metric.Diagonal(ones(1, 2, dtype: float64));
        using var chains = new ThereAndBack(density, state);
        var transition = chains.Move(new HmcParameters(0.3, 7, metric), [.. Enumerable.Range(0, 4).Select(c => new CounterRandom(4, (ulong)c))]);
        Assert.True(chains.Distance > 0.5);
        Assert.True(transition.End.Position.sub(state.Position).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void OnePartIsTheLeapfrogIntegrator()
    {
        using var scope = NewDisposeScope();
        using var density = Density();
        using var state = new HmcKernel(density).Init(full([2, 2], 0.3, dtype: float64));
        using var metric = Metric.Diagonal(ones(1, 2, dtype: float64));
        using var one = new SplitHmcChains<double>(density, state, 1);
        using var plain = HmcChains.Of(density, state);
        CounterRandom[] Random() => [new(1), new(2)];
        var (a, b) = (one.Move(new HmcParameters(0.3, 5, metric), Random()), plain.Move(new HmcParameters(0.3, 5, metric), Random()));
        Assert.True(a.End.Position.sub(b.End.Position).abs().max().item<double>() < 1e-12);
    }

    // Half the step, a quarter of the energy error.
    [Fact]
    public void TheEnergyErrorFallsWithTheSquareOfTheStep()
    {
        using var scope = NewDisposeScope();
        using var density = Density();
        double Error(double step)
        {
            using var state = new HmcKernel(density).Init(full([400, 2], 0.7, dtype: float64));
            using var metric = Metric.Diagonal(ones(1, 2, dtype: float64));
            using var chains = new SplitHmcChains<double>(density, state, Parts);
            var info = chains.Move(new HmcParameters(step, (int)Math.Round(1 / step), metric), [.. Enumerable.Range(0, 400).Select(c => new CounterRandom(5, (ulong)c))]).Info;
            return info.AcceptProbability.Max(p => -Math.Log(p));
        }

        Assert.InRange(Error(0.04) / Error(0.02), 3.5, 4.5);
    }

    // The posterior of a straight line in float32, in five parts of its rows, against the closed form.
    [Fact]
    public void AConjugateRegressionIsSampledExactly()
    {
        using var line = new LineOfBlocks();
        using var start = zeros(64, 2);
        var run = SplitHmc.Sample(line.Posterior, start, new SplitHmcOptions { Parts = 5, Warmup = 150, Draws = 150, Seed = 3 }, cancellation: TestContext.Current.CancellationToken);
        for (var p = 0; p < 2; p++)
        {
            StatAssert.MeanEquals([.. run.Parameter(p).Select(c => c.Average())], line.Mode[p], $"mean {p}");
            StatAssert.MeanEquals([.. run.Parameter(p).Select(c => c.Average(x => (x - line.Mode[p]) * (x - line.Mode[p])))], line.Covariance[p, p], $"variance {p}");
        }
    }

    [Fact]
    public void LeapfrogsCountPassesOverAllRows()
    {
        using var scope = NewDisposeScope();
        using var density = Density();
        using var state = new HmcKernel(density).Init(zeros(1, 2, dtype: float64));
        using var metric = Metric.Diagonal(ones(1, 2, dtype: float64));
        using var chains = new SplitHmcChains<double>(density, state, Parts);
        // 1 + 4 x 5 evaluations of a third of the rows, and all rows at the end.
        Assert.Equal(8, chains.Move(new HmcParameters(0.1, 4, metric), [new CounterRandom(1)]).Info.Leapfrogs[0]);
    }

    // Chains that start as exact draws must still be exact draws after any number of transitions.
    private static void Check(bool isWrong)
    {
        using var scope = NewDisposeScope();
        using var density = Density();
        const int Chains = 20_000;
        var root = linalg.cholesky(tensor(Covariance));
        var noise = new float[Chains * 2];
        new CounterRandom(31).FillNormal(noise);
        using var state = new HmcKernel(density).Init(tensor(noise).to(float64).reshape(Chains, 2).matmul(root.t()) + tensor(Mean));
        using var metric = Metric.Diagonal(tensor(new[,] { { 0.5, 2.5 } }));
        using var chains = isWrong ? new OneDirection(density, state) : new SplitHmcChains<double>(density, state, Parts);
        var random = Enumerable.Range(0, Chains).Select(c => new CounterRandom(7, (ulong)c)).ToArray();
        var acceptance = 0.0;
        for (var i = 0; i < 5; i++)
            acceptance += chains.Move(new HmcParameters(0.9, 3, metric), random).Info.AcceptProbability.Average() / 5;
        Assert.InRange(acceptance, 0.2, 0.95);
        for (var p = 0; p < 2; p++)
        {
            var (mean, sd) = (Mean[p], Math.Sqrt(Covariance[p, p]));
            StatAssert.DistributionEquals(chains.State.Position[.., p].data<double>().ToArray(), x => Normal.CDF(mean, sd, x), $"parameter {p}");
        }
    }

    private static UnevenBlocks Density() => new(new NormalDensity(Mean, Covariance), Parts);

    /// <summary>Goes on with the momentum reversed for as long again.</summary>
    private sealed class ThereAndBack(IBatchedDensity density, HmcState start) : SplitHmcChains<double>(density, start, SplitHmcTests.Parts)
    {
        public double Distance { get; private set; }

        protected override void Integrate()
        {
            var before = End.Position.Row<double>(0).ToArray();
            base.Integrate();
            Distance = Enumerable.Range(0, before.Length).Max(i => Math.Abs(End.Position.Row<double>(0)[i] - before[i]));
            for (var chain = 0; chain < 4; chain++)
            {
                foreach (ref var p in Momentum.Row<double>(chain))
                    p = -p;
            }

            base.Integrate();
        }
    }

    /// <summary>An error: kicks and drifts part by part without the way back.</summary>
    private sealed class OneDirection(IBatchedDensity density, HmcState start) : SplitHmcChains<double>(density, start, SplitHmcTests.Parts)
    {
        private readonly IBatchedDensity density = density;

        protected override void Integrate()
        {
            for (var step = 0; step < Parameters.Leapfrogs; step++)
            {
                for (var part = 0; part < Parts; part++)
                {
                    Evaluate(part);
                    Kick(1);
                    Drift(1.0 / Parts);
                }
            }

            density.Evaluate(End.Position.All, End.LogDensity.All, End.Gradient.All);
        }
    }
}
