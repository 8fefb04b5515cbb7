using HepBayes.Runtime;
using HepBayes.Sampling;
using MathNet.Numerics.LinearAlgebra;

namespace HepBayes.Tests.Sampling;

public class TrajectoryBanditTests
{
    [Fact]
    public void TheKernelIsPositiveDefinite()
    {
        (double X, double Y)[] points = [(-1, -1), (1, 1), (-1, 1), (1, -1), (0, 0), (0.1, 0)];
        var matrix = Matrix<double>.Build.Dense(6, 6, (i, j) => GaussianProcess.Kernel(points[i], points[j]));
        Assert.All(matrix.Evd().EigenValues, value => Assert.True(value.Real > 0));
    }

    [Fact]
    public void TheProcessFollowsItsDataAndIsUncertainElsewhere()
    {
        var process = new GaussianProcess([(-1, -1), (-1, -0.9), (0.5, 0.5)], [1, 1, 4]);
        var (high, near) = process.At((0.5, 0.5));
        var (low, _) = process.At((-1, -1));
        var (_, far) = process.At((1, -1));
        Assert.True(high > 1 && low < 0);
        Assert.True(near < 0.4 && far > 0.95);
    }

    // The reward has its top at steps of 0.1 and 30 leapfrog steps: the bandit ends near it.
    [Fact]
    public void ItFindsTheBestReward()
    {
        var options = new BanditOptions { TransitionsPerPoint = 2 };
        var bandit = new TrajectoryBandit(options);
        var noise = new CounterRandom(4);
        for (var i = 0; i < 300; i++)
            bandit.Learn(Math.Exp(-Math.Pow(Math.Log(bandit.StepSize / 0.1), 2) - Math.Pow(Math.Log(bandit.Leapfrogs / 30.0), 2)) + (0.05 * Math.Abs(noise.NextNormal())));
        bandit.Freeze();
        Assert.InRange(bandit.StepSize, 0.1 / 2.5, 0.1 * 2.5);
        Assert.InRange(bandit.Leapfrogs, 12, 75);
    }

    // All steps are refused: after five points without reward the grid moves down.
    [Fact]
    public void FivePointsWithoutRewardHalveTheSteps()
    {
        var bandit = new TrajectoryBandit(new BanditOptions { TransitionsPerPoint = 3 });
        for (var i = 0; i < 14; i++)
            bandit.Learn(0);
        Assert.Equal(1, bandit.Scale);
        bandit.Learn(0);
        Assert.Equal(0.5, bandit.Scale);
        for (var i = 0; i < 15; i++)
            bandit.Learn(0);
        Assert.Equal(0.25, bandit.Scale);
    }
}
