using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling.Learned;
using HepBayes.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Learned;

public class L2HmcTrainingTests
{
    private static readonly L2HmcTrainingOptions Short = new() { Steps = 4, Chains = 16, Iterations = 12, Seed = 3 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Standard deviations 3 and 0.3 along the diagonals. Trained for some seconds: farther jumps, and still exact.
    [Fact]
    public void TrainingMakesChainsJumpFartherAndTheDrawsAreExact()
    {
        var training = new L2HmcTrainingOptions { Steps = 5, Iterations = 300, Chains = 50, Seed = 2, LearningRate = 5e-3 };
        using var density = Narrow();
        var leapfrog = L2Hmc.Train(density, training, cancellation: Token);
        Assert.Equal(300, leapfrog.History.Loss.Count);
        Assert.Equal(300L * 100 * 16, leapfrog.TrainingGradients);
        Assert.True(leapfrog.History.Jump.TakeLast(30).Average() > 3 * leapfrog.History.Jump.Take(30).Average());
        using var start = zeros(64, 2, dtype: float64);
        var run = L2Hmc.Sample(density, leapfrog, start, new L2HmcOptions { Draws = 400, Seed = 5 }, cancellation: Token);
        new TestTarget(_ => density,
        [
            .. Expectation.Moments("x1", (x, _) => x[0], 0, 4.545),
            .. Expectation.Moments("narrow direction", (x, _) => (x[0] - x[1]) / Math.Sqrt(2), 0, 0.09),
            .. Expectation.Moments("wide direction", (x, _) => (x[0] + x[1]) / Math.Sqrt(2), 0, 9),
        ]).Check(run);
    }

    [Fact]
    public void TheSameSeedGivesTheSameBitsOnAnyNumberOfThreads()
    {
        using var density = Narrow();
        double[] Weights(int seed, int threads)
        {
            var before = Compute.Threads;
            Compute.Threads = threads;
            var leapfrog = L2Hmc.Train(density, Short with { Seed = seed, Chains = 200, Iterations = 6 }, cancellation: Token);
            Compute.Threads = before;
            return leapfrog.Weights;
        }

        var first = Weights(1, 1);
        Assert.Equal(first, Weights(1, 2));
        Assert.NotEqual(first, Weights(2, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LiveTensorsStayFlat(bool isFunction)
    {
        using var density = isFunction ? Narrow() : new NormalDensity([0, 0], new[,] { { 1.0, 0 }, { 0, 1 } });
        NativeLibraries.EnsureLoaded();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var trainer = new LeapfrogTrainer(density, Short))
        {
            trainer.Iterate(0);
            var first = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            for (var i = 1; i < 40; i++)
                trainer.Iterate(i);
            Assert.Equal(first, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void ProgressIsToldAndCancellationStops()
    {
        var reports = new List<ProgressReport>();
        using var density = Narrow();
        L2Hmc.Train(density, Short, new ProgressCallback(reports.Add), Token);
        Assert.Equal(1, reports[^1].Fraction);
        Assert.StartsWith("iteration 12 of 12, loss ", reports[^1].Message, StringComparison.Ordinal);
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => L2Hmc.Train(density, Short, new ProgressCallback(_ => cancel.Cancel()), cancel.Token));
    }

    [Fact]
    public void DensitiesThatCannotBeTrainedOnAreNamed()
    {
        using var posterior = new BayesianNetwork(Mlp.Of(1, [2], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Gaussian(1)).Posterior([0f, 1], [0f, 1]);
        Assert.Contains("needs Float64 on the processor", Assert.Throws<ArgumentException>(() => L2Hmc.Train(posterior, Short, cancellation: Token)).Message, StringComparison.Ordinal);
        using var half = LogDensity.Of(2, (x, _) => x[0] > 0 ? 0 : double.NegativeInfinity);
        Assert.Contains("starts of the training", Assert.Throws<ArgumentException>(() => L2Hmc.Train(half, Short, cancellation: Token)).Message, StringComparison.Ordinal);
    }

    // Trajectories that leave the numbers in every iteration.
    [Fact]
    public void ATrainingThatRunsAwaySaysSo()
    {
        using var density = LogDensity.Of(2, (x, g) =>
        {
            var inside = Math.Abs(x[0]) + Math.Abs(x[1]) < 8 ? 1 : double.NaN;
            (g[0], g[1]) = (-x[0] * inside, -x[1] * inside);
            return -0.5 * inside * ((x[0] * x[0]) + (x[1] * x[1]));
        });
        var training = Short with { Iterations = 200, InitialStepSize = 50 };
        Assert.Contains("smaller initial step size", Assert.Throws<InvalidOperationException>(() => L2Hmc.Train(density, training, cancellation: Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadSettingsAreNamed()
    {
        using var density = Narrow();
        void Refused(L2HmcTrainingOptions options, string name) =>
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => L2Hmc.Train(density, options, cancellation: Token)).ParamName);
        Refused(Short with { Steps = 0 }, nameof(L2HmcTrainingOptions.Steps));
        Refused(Short with { Hidden = 0 }, nameof(L2HmcTrainingOptions.Hidden));
        Refused(Short with { Chains = 1 }, nameof(L2HmcTrainingOptions.Chains));
        Refused(Short with { Iterations = 0 }, nameof(L2HmcTrainingOptions.Iterations));
        Refused(Short with { InitialStepSize = double.NaN }, nameof(L2HmcTrainingOptions.InitialStepSize));
        Refused(Short with { Scale = 0 }, nameof(L2HmcTrainingOptions.Scale));
        Refused(Short with { StartSpread = -1 }, nameof(L2HmcTrainingOptions.StartSpread));
        Refused(Short with { LearningRate = 0 }, nameof(L2HmcTrainingOptions.LearningRate));
        Refused(Short with { BurnInWeight = -1 }, nameof(L2HmcTrainingOptions.BurnInWeight));
    }

    private static ILogDensity Narrow() => LogDensity.Of(2, (x, g) =>
    {
        var (a, b) = (0.5 * (x[0] + x[1]) / 9, 0.5 * (x[0] - x[1]) / 0.09);
        (g[0], g[1]) = (-a - b, b - a);
        return -0.5 * (((x[0] + x[1]) * a) + ((x[0] - x[1]) * b));
    });
}
