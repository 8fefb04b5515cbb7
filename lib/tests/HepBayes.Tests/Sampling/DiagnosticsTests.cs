using System.Globalization;
using HepBayes.Sampling;

namespace HepBayes.Tests.Sampling;

public class DiagnosticsTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Sampling", "Golden");

    public static TheoryData<string> Cases() => [.. File.ReadLines(Path.Combine(Folder, "diagnostics.csv")).Skip(1).Select(line => line.Split(',')[0])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValuesAgreeWithRPosterior(string name)
    {
        var expected = File.ReadLines(Path.Combine(Folder, "diagnostics.csv")).Select(line => line.Split(','))
            .Single(fields => fields[0] == name).Skip(1).Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        var chains = Chains(name);
        double[] found = [Diagnostics.Rhat(chains), Diagnostics.EssBulk(chains), Diagnostics.EssTail(chains), Diagnostics.EssMean(chains), Diagnostics.McseMean(chains)];
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(found[i] / expected[i] - 1) < 1e-8, $"{name}, column {i + 1}: {found[i]:R}, expected {expected[i]:R}");
    }

    [Fact]
    public void ADrawThatIsNotFiniteGivesNaN()
    {
        double[][] chains = [[1, 2, 3, double.NaN, 5], [1, 2, 3, 4, 5]];
        Assert.True(double.IsNaN(Diagnostics.Rhat(chains)));
        Assert.True(double.IsNaN(Diagnostics.EssBulk(chains)));
        Assert.True(double.IsNaN(Diagnostics.EssTail(chains)));
    }

    [Fact]
    public void ChainsOfUnequalLengthAreRefused() =>
        Assert.Throws<ArgumentException>(() => Diagnostics.Rhat([[1, 2, 3, 4], [1, 2, 3, 4, 5]]));

    [Fact]
    public void BfmiIsTheRatioOfSquares() =>
        // Squared jumps 1 + 4 + 9; squared deviations from the mean 1 + 0 + 4 + 1.
        Assert.Equal(14.0 / 6, Diagnostics.Bfmi([1, 2, 4, 1]), 1e-12);

    private static double[][] Chains(string name) =>
        [.. File.ReadLines(Path.Combine(Folder, "diagnostics-draws.csv")).Select(line => line.Split(',')).Where(f => f[0] == name)
            .GroupBy(f => f[1]).Select(chain => chain.Select(f => double.Parse(f[2], CultureInfo.InvariantCulture)).ToArray())];
}
