using HepBayes.Sampling;

namespace HepBayes.Tests.Sampling;

public class TrajectoryStatisticsTests
{
    private static readonly int[][] Leapfrogs = [[7, 3, 7, 7], [1, 3, 7, 5]];
    private static readonly double[][] Acceptance = [[1, 0.5, 0.5, 1], [0, 0.25, 0.75, 0]];

    [Fact]
    public void TrajectoriesAreCounted()
    {
        var statistics = TrajectoryStatistics.Of(Leapfrogs, 7, Acceptance);
        Assert.Equal(new LimitedCount(5, 7, 7, 0.5), statistics.Leapfrogs);
        Assert.Null(statistics.TreeDepth);
        Assert.Equal(0.5, statistics.Acceptance);
        Assert.Equal([0.75, 0.25], statistics.ChainAcceptance);
        Assert.Equal("leapfrog steps: mean 5.0, most 7, 50.0 % at the limit 7\nacceptance: mean 0.500, chains 0.250 to 0.750", statistics.ToString());
    }

    [Fact]
    public void TreesHaveTheirDepth()
    {
        var statistics = TrajectoryStatistics.OfTrees(Leapfrogs, [[3, 2, 3, 3], [1, 2, 3, 3]], 4, Acceptance);
        Assert.Equal(new LimitedCount(2.5, 3, 4, 0), statistics.TreeDepth);
        Assert.Equal(new LimitedCount(5, 7, 15, 0), statistics.Leapfrogs);
        Assert.Contains("tree depth: mean 2.5, most 3, 0.0 % at the limit 4", statistics.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        Assert.Contains("above the limit 6", Assert.Throws<ArgumentException>(() => TrajectoryStatistics.Of(Leapfrogs, 6, Acceptance)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TrajectoryStatistics.Of(Leapfrogs, 7, [[1], [1]]));
        Assert.Throws<ArgumentException>(() => TrajectoryStatistics.Of([[]], 7, [[]]));
    }
}
