using HepBayes.Sampling;

namespace HepBayes.Tests.Sampling;

public class PosteriorSummaryTests
{
    [Fact]
    public void TheTableHasTheDigitsThatTheErrorSupports()
    {
        var large = DiagnosticsGolden.Chains("autocorrelated").Select(c => c.Select(x => 1000 * x).ToArray()).ToArray();
        var table = PosteriorSummary.Table([PosteriorSummary.Of("f(x) 1", DiagnosticsGolden.Chains("independent")), PosteriorSummary.Of("mass [GeV]", large)]);
        Assert.Equal(
            """
            quantity      mean   MCSE     sd  median     5 %   95 %  R-hat  bulk ESS  tail ESS
            f(x) 1      -0.045  0.033  0.970  -0.069  -1.625  1.520  1.002       871       917
            mass [GeV]      24    205   2103     115   -3482   3404  1.019       107       132
            """, table);
    }

    [Fact]
    public void NumbersThatAreNotThereSayNaN()
    {
        var text = PosteriorSummary.Of("stuck", [[2, 2, 2, 2], [2, 2, 2, 2]]).ToString();
        Assert.Contains("2.000   NaN  0.000   2.000", text, StringComparison.Ordinal);
        Assert.EndsWith("NaN       NaN       NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0", PosteriorSummary.Of("bad", [[2, 2, double.NaN, 2]]).ToString().Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void HugeAndTinyNumbersStayReadable()
    {
        double[][] chains = DiagnosticsGolden.Chains("independent");
        Assert.Contains("E+", PosteriorSummary.Of("huge", [.. chains.Select(c => c.Select(x => 1e20 * x).ToArray())]).ToString(), StringComparison.Ordinal);
        Assert.All(PosteriorSummary.Of("tiny", [.. chains.Select(c => c.Select(x => 1e-12 * x).ToArray())]).ToString().Split('\n'), line => Assert.InRange(line.Length, 1, 200));
    }
}
