using HepBayes.Training;

namespace HepBayes.Tests.Training;

public class ClassifierHistoryTests
{
    private static ClassifierHistory Of(params double[] validation) => new(validation.Select((v, i) => new EpochRecord(i + 1, 1, v, 0.1)));

    [Fact]
    public void The_first_epoch_of_the_lowest_validation_loss_is_the_best()
    {
        Assert.Equal(3, Of(0.5, 0.4, 0.3, 0.35, 0.3).BestEpoch);
        Assert.Equal(2, Of(double.NaN, double.NaN).BestEpoch);
        Assert.Equal(0, Of().BestEpoch);
        Assert.Empty(Of(double.NaN).Losses().Validation);
        Assert.Equal([2], Of(0.5, 0.4, 0.3).Losses().BestEpoch);
    }

    [Fact]
    public void Early_stopping_waits_for_its_patience()
    {
        var stopping = new EarlyStopping { Patience = 2 };
        Assert.False(Of(0.5, 0.4, 0.45).Ends(stopping));
        Assert.True(Of(0.5, 0.4, 0.45, 0.41).Ends(stopping));
        Assert.False(Of(0.5, 0.4, 0.45, 0.39).Ends(stopping));
        Assert.True(Of(0.5, 0.45, 0.42).Ends(stopping with { MinimumImprovement = 0.1 }));
        Assert.False(Of(0.5, 0.6, 0.7, 0.8).Ends(null));
    }

    [Fact]
    public void The_rate_falls_after_each_plateau_down_to_its_lowest()
    {
        var plateau = new PlateauSchedule { Patience = 2, Factor = 0.1, LowestRate = 5e-4 };
        Assert.Equal(0.1, Of(0.5, 0.6).NextRate(0.1, plateau));
        Assert.Equal(0.01, Of(0.5, 0.6, 0.6).NextRate(0.1, plateau), 1e-12);
        Assert.Equal(0.01, Of(0.5, 0.6, 0.6, 0.4, 0.41).NextRate(0.1, plateau), 1e-12);
        Assert.Equal(0.001, Of(0.5, 0.6, 0.6, 0.6, 0.6).NextRate(0.1, plateau), 1e-12);
        Assert.Equal(5e-4, Of(0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6).NextRate(0.1, plateau), 1e-12);
        Assert.Equal(0.1, Of(0.5, 0.6, 0.6, 0.6).NextRate(0.1, null));
    }
}
