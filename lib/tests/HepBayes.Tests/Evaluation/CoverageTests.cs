using HepBayes.Evaluation;

namespace HepBayes.Tests.Evaluation;

public class CoverageTests
{
    [Fact]
    public void Ends_count_as_inside()
    {
        var coverage = Coverage.Of(new[] { 0.0, 0, 0, 0 }, new[] { 1.0, 1, 1, 1 }, new[] { 0.0, 1, 0.5, 1.01 });
        Assert.Equal(BinomialInterval.ClopperPearson(3, 4), coverage);
    }

    [Fact]
    public void Central_intervals_follow_from_the_transform()
    {
        // u = 0.05 lies inside a central 90 % interval (its lower end), not inside an 80 % one.
        var transform = new[] { 0.05, 0.5, 0.9, 0.999, 0.3 };
        var central = Coverage.Central(transform, [0.25, 0.9, 0.95]);
        Assert.Equal([0.2, 0.8, 0.8], central.Select(c => c.Value));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => Coverage.Of(new[] { 0.0, 2 }, new[] { 1.0, 1 }, new[] { 0.0, 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Coverage.Of(new[] { 0.0 }, new[] { 1.0 }, new[] { double.NaN }));
        Assert.Throws<ArgumentException>(() => Coverage.Central(new[] { 1.2 }, [0.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Coverage.Central(new[] { 0.2 }, [1.5]));
    }
}
