using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Tests.Sampling;

public class AutocorrelationTests
{
    public static TheoryData<string> Cases() => [.. DiagnosticsGolden.Cases];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheFunctionAgreesWithR(string name)
    {
        var expected = DiagnosticsGolden.Autocorrelation(name);
        var chain = DiagnosticsGolden.Chains(name)[0];
        Assert.True(Agrees(Autocorrelation.Of(chain), expected));
        // Divisor n - lag instead of n, and lags shifted by one, are noticed.
        Assert.False(Agrees([.. Autocorrelation.Of(chain).Select((r, lag) => r * chain.Length / (chain.Length - lag))], expected));
        Assert.False(Agrees([.. Autocorrelation.Of(chain).Skip(1)], expected));
    }

    [Fact]
    public void TheMeanTreatsChainsAlike()
    {
        double[][] chains = [[.. DiagnosticsGolden.Chains("scaled")[0]], [.. DiagnosticsGolden.Chains("scaled")[3]]];
        var mean = Autocorrelation.Mean(chains);
        var (first, second) = (Autocorrelation.Of(chains[0]), Autocorrelation.Of(chains[1]));
        Assert.Equal(chains[0].Length, mean.Length);
        Assert.All(mean.Select((m, lag) => m - ((first[lag] + second[lag]) / 2)), d => Assert.InRange(d, -1e-12, 1e-12));
    }

    [Fact]
    public void SokalAndGeyerAgreeOnALongMixedRun()
    {
        // An autoregression with coefficient 0.8 has the time (1 + 0.8) / (1 - 0.8) = 9. The relative standard error of the
        // window estimate is sqrt(2 (2 * 5 + 1) * 9 / draws) = 0.022 (Sokal, equation 3.19), 5 of them are allowed.
        var random = new CounterRandom(21);
        var chains = new double[8][];
        for (var c = 0; c < chains.Length; c++)
        {
            chains[c] = new double[50_000];
            var x = random.NextNormal() / Math.Sqrt(1 - 0.64);
            for (var t = 0; t < chains[c].Length; t++)
                chains[c][t] = x = (0.8 * x) + random.NextNormal();
        }

        var sokal = Autocorrelation.IntegratedTime(chains);
        var geyer = chains.Length * chains[0].Length / Diagnostics.EssMean(chains);
        Assert.InRange(sokal, 9 * (1 - 0.11), 9 * (1 + 0.11));
        Assert.InRange(geyer, 9 * (1 - 0.11), 9 * (1 + 0.11));
    }

    [Fact]
    public void OnlyGeyerSeesThatChainsDisagree()
    {
        var chains = DiagnosticsGolden.Chains("shifted");
        var shifted = chains.Select((c, i) => c.Select(x => x + (10 * i)).ToArray()).ToArray();
        Assert.Equal(Autocorrelation.IntegratedTime(chains), Autocorrelation.IntegratedTime(shifted), 1e-9);
        Assert.True(Diagnostics.EssMean(shifted) < Diagnostics.EssMean(chains) / 3);
    }

    private static bool Agrees(double[] found, double[] expected)
    {
        for (var lag = 0; lag < expected.Length; lag++)
        {
            if (lag >= found.Length || Math.Abs(found[lag] - expected[lag]) > 1e-8)
                return false;
        }

        return true;
    }
}
