using System.Globalization;
using HepBayes.Evaluation;
using HepBayes.Runtime;
using HepBayes.Tests.Data;

namespace HepBayes.Tests.Evaluation;

public class MapCellsTests
{
    private static readonly BinAxis Axis = new(0, 2, 2);

    [Fact]
    public void Means_carry_their_standard_error()
    {
        var cells = MapCells.Mean(Filled([0.5f, 0.5f, 0.5f, 1.5f], [1, 2, 3, 5]));
        Assert.Equal(2, cells.Value[0, 0], 1e-9);
        // Standard deviation 1 of three rows.
        Assert.Equal(1.959964 / Math.Sqrt(3), cells.High[0, 0] - 2, 1e-6);
        Assert.Equal(1.959964 / Math.Sqrt(3), 2 - cells.Low[0, 0], 1e-6);
        Assert.Equal((5, double.NaN, double.NaN), (cells.Value[0, 1], cells.Low[0, 1], cells.High[0, 1]));
        Assert.Equal((double.NaN, 0), (cells.Value[1, 0], cells.Count[1, 0]));
        Assert.True(cells.HasIntervals);
        Assert.False(MapCells.StandardDeviation(Filled([0.5f, 0.5f], [1, 3])).HasIntervals);
        Assert.Equal(Math.Sqrt(2), MapCells.StandardDeviation(Filled([0.5f, 0.5f], [1, 3])).Value[0, 0], 1e-9);
        Assert.Equal(2 * Math.Sqrt(3), MapCells.Pull(Filled([0.5f, 0.5f, 0.5f], [1, 2, 3]), minimumRows: 3).Value[0, 0], 1e-6);
        Assert.Equal(double.NaN, MapCells.Pull(Filled([0.5f, 0.5f, 0.5f], [1, 2, 3]), minimumRows: 4).Value[0, 0]);
        Assert.Equal(2 / Math.Sqrt(0.12 / 3), MapCells.Pull(Filled([0.5f, 0.5f, 0.5f], [1, 2, 3]), Filled([0.5f, 0.5f, 0.5f], [0.1f, 0.12f, 0.14f]), 3).Value[0, 0], 1e-6);
    }

    [Fact]
    public void Fractions_and_shares_carry_binomial_intervals()
    {
        var flags = Filled([0.5f, 0.5f, 0.5f, 1.5f], [1, 0, 1, 0]);
        foreach (var cells in new[] { MapCells.Fraction(flags), MapCells.Share(Filled([0.5f, 0.5f], [9, 9]), flags) })
        {
            var expected = BinomialInterval.ClopperPearson(2, 3);
            Assert.Equal((expected.Value, expected.Low, expected.High, 3), (cells.Value[0, 0], cells.Low[0, 0], cells.High[0, 0], cells.Count[0, 0]));
            Assert.Equal((0, 0), (cells.Value[0, 1], cells.Low[0, 1]));
            Assert.Equal(double.NaN, cells.Value[1, 0]);
        }

        Assert.Throws<ArgumentException>(() => MapCells.Fraction(Filled([0.5f], [0.5f])));
        Assert.Throws<ArgumentException>(() => MapCells.Fraction(Filled([0.5f], [2])));
        Assert.Throws<ArgumentException>(() => MapCells.Share(flags, Filled([0.5f], [1])));
    }

    [Fact]
    public void Differences_need_the_same_plane()
    {
        var (a, b) = (MapCells.Mean(Filled([0.5f, 1.5f], [1, 2])), MapCells.Mean(Filled([0.5f], [4])));
        var difference = MapCells.Difference(b, a);
        Assert.Equal((3, double.NaN), (difference.Value[0, 0], difference.Value[0, 1]));
        Assert.Equal((1, 0), (difference.Count[0, 0], difference.Count[0, 1]));
        var other = new ScanMap("m", "x", new BinAxis(0, 3, 2), "y", Axis, "v");
        Assert.Contains("different planes", Assert.Throws<ArgumentException>(() => MapCells.Difference(a, MapCells.Mean(other))).Message, StringComparison.Ordinal);
    }

    // In how many of many cells of exponential rows the interval holds the true value; the resolution of the bins is far below the width.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Intervals_of_quantiles_cover_the_truth(double probability)
    {
        const int Cells = 4_000;
        var map = new ScanMap("q", "x", new BinAxis(0, Cells, Cells), "y", new BinAxis(0, 1, 1), "v", new BinAxis(0, 12, 2_000));
        var random = new CounterRandom(5);
        for (var cell = 0; cell < Cells; cell++)
        {
            float[] values = [.. Enumerable.Range(0, 200).Select(_ => (float)-Math.Log(1 - random.NextDouble()))];
            map.Add([.. values.Select(_ => cell + 0.5f)], [.. values.Select(_ => 0.5f)], values);
        }

        var cells = MapCells.Quantile(map, probability);
        var truth = -Math.Log(1 - probability);
        var covered = Enumerable.Range(0, Cells).Count(c => cells.Low[0, c] <= truth && truth <= cells.High[0, c]);
        // Ranks of 200 rows are whole numbers: the level is met to half a rank at each end, at most 0.03.
        var interval = BinomialInterval.ClopperPearson(covered, Cells, 1 - 1e-6);
        Assert.InRange(0.95, interval.Low - 0.03, interval.High + 0.03);
    }

    [Fact]
    public void A_map_is_exported_whole_with_empty_fields_for_what_does_not_exist()
    {
        using var folder = new TemporaryFolder();
        var map = new ScanMap("m", "x", Axis, "y", Axis, "v", new BinAxis(0, 10, 10));
        map.Add([0.5f, 0.5f, 1.5f], [0.5f, 0.5f, 0.5f], [1, 2.5f, 4]);
        map.WriteCsv(folder.File("map.csv"));
        var lines = File.ReadAllLines(folder.File("map.csv"));
        Assert.Equal("x_low,x_high,y_low,y_high,count,mean,sd,standard_error,least,largest,q0.05,q0.5,q0.95", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("0,1,0,1,2,1.75,1.06", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("1,2,0,1,1,4,,,4,4,", lines[2], StringComparison.Ordinal);
        Assert.Equal("0,1,1,2,0,,,,,,,,", lines[3]);
        var cells = MapCells.Mean(map);
        cells.WriteCsv(folder.File("cells.csv"));
        var fields = File.ReadAllLines(folder.File("cells.csv"))[1].Split(',');
        Assert.Equal([cells.Value[0, 0], cells.Low[0, 0], cells.High[0, 0]], fields[5..].Select(f => double.Parse(f, CultureInfo.InvariantCulture)));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    private static ScanMap Filled(float[] x, float[] values)
    {
        var map = new ScanMap("m", "x", Axis, "y", Axis, "v");
        map.Add(x, [.. x.Select(_ => 0.5f)], values);
        return map;
    }
}
