using HepBayes.Sampling;
using HepBayes.Sampling.Microcanonical;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling.Microcanonical;

public class MclmcTests
{
    private const int Chains = 64;

    // Independent normal parameters of ten different widths: the variance of each chain's draws against the true one.
    [Fact]
    public void TheEnergyErrorIsTheOneAskedForAndTheBiasSmall()
    {
        var run = Normal(5e-4);
        var summary = run.Summary();
        Assert.InRange(summary.EnergyErrorVariance!.Value, 2.5e-4, 1e-3);
        Assert.Contains("energy error variance", summary.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("E-BFMI", summary.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, run.Divergences);
        for (var p = 0; p < run.Parameters; p++)
            StatAssert.MeanEquals([.. run.Parameter(p).Select(c => c.Average())], 0, $"mean {p}");
        var bias = Bias(run);
        Assert.True(Math.Abs(bias.Mean) < 0.03, $"relative bias of the variance {bias.Mean} +- {bias.Error}");
    }

    // With coarse steps there is a bias, and it goes away as the energy error does.
    [Fact]
    public void TheBiasFallsWithTheEnergyError()
    {
        var (coarse, fine) = (Bias(Normal(0.1)), Bias(Normal(1e-4)));
        Assert.True(Math.Abs(coarse.Mean) > 5 * coarse.Error, $"coarse: {coarse}");
        Assert.True(Math.Abs(fine.Mean) < 0.5 * Math.Abs(coarse.Mean), $"fine: {fine}, coarse: {coarse}");
    }

    [Fact]
    public void BadSettingsAreNamed()
    {
        using var density = new NormalDensity([0, 0], new double[,] { { 1, 0 }, { 0, 1 } });
        void Refused(MclmcOptions options, string name) =>
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => Mclmc.Sample(density, options: options, cancellation: TestContext.Current.CancellationToken)).ParamName);
        Refused(new MclmcOptions { EnergyVariance = 0 }, nameof(MclmcOptions.EnergyVariance));
        Refused(new MclmcOptions { MaximumSteps = 0 }, nameof(MclmcOptions.MaximumSteps));
    }

    // Sum over parameters of x^2 / variance, whose mean over each chain is the number of parameters.
    private static (double Mean, double Error) Bias(SamplingRun run)
    {
        var chains = Enumerable.Range(0, run.Chains).Select(chain => Enumerable.Range(0, run.Parameters)
            .Average(p => run.Parameter(p)[chain].Average(x => x * x / (Width(p) * Width(p)))) - 1).ToArray();
        return (chains.Average(), Math.Sqrt(StatAssert.Variance(chains) / chains.Length));
    }

    private static double Width(int parameter) => Math.Pow(10, (parameter - 5) / 5.0);

    private static SamplingRun Normal(double energyVariance)
    {
        var covariance = new double[10, 10];
        for (var p = 0; p < 10; p++)
            covariance[p, p] = Width(p) * Width(p);
        using var formula = new NormalDensity(new double[10], covariance);
        using var density = HepBayes.Networks.LogDensity.Of(10, formula.Evaluate);
        using var start = zeros(Chains, 10, dtype: float64);
        return Mclmc.Sample(density, start, new MclmcOptions { Warmup = 300, Draws = 300, Seed = 3, EnergyVariance = energyVariance }, cancellation: TestContext.Current.CancellationToken);
    }
}
