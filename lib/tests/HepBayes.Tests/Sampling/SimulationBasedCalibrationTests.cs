using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Sampling.Learned;
using HepBayes.Tests.Support;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

/// <summary>
/// Parameters from the prior, data from the likelihood, posterior draws from the sampler: then the rank of the true value
/// among the draws is uniform (Talts, Betancourt, Simpson, Vehtari, Gelman, arXiv 1804.06788, theorem 1). The quantities do
/// not depend on the order or the signs of hidden units, between which no sampler moves.
/// </summary>
public class SimulationBasedCalibrationTests
{
    private const int Hidden = 2;
    private const int Rows = 10;
    private const int Draws = 7;

    // Draws this far apart count as independent.
    private const int Thinning = 25;

    // The chains share a step size, so no replication may be much narrower than the others.
    private const double NoiseMedian = 0.5;
    private const double NoiseSpread = 0.25;

    private const string LearnedName = "l2hmc";

    private static readonly BayesianNetwork Network = new(Mlp.Of(1, [Hidden], 1, Activation.Tanh), Prior.Gaussian(scale: 1), Likelihood.GaussianWithSampledNoise(NoiseMedian, NoiseSpread));
    private static readonly float[] X = [.. Enumerable.Range(0, Rows).Select(row => -2 + (4f * row / (Rows - 1)))];

    [Theory]
    [InlineData("hmc, jittered trajectories", 240)]
    [InlineData("mams", 160)]
    [InlineData(LearnedName, 160)]
    public void RanksOfTrueValuesAreUniform(string sampler, int replications) => Check(replications, missing: 0, sampler);

    [Fact]
    public void ADensityWithOneLogScaleInsteadOfOneForEachRowIsFound() =>
        Assert.Contains("log s", Assert.ThrowsAny<XunitException>(() => Check(replications: 160, missing: Rows - 1)).Message, StringComparison.Ordinal);

    private static void Check(int replications, double missing, string sampler = "hmc, jittered trajectories")
    {
        var truth = PriorDraws(replications);
        var data = truth.Select((p, i) => Targets(p, new CounterRandom(52, (ulong)i))).ToArray();
        var type = sampler == LearnedName ? ScalarType.Float64 : ScalarType.Float32;
        using var density = new ReplicatedPosterior([.. data.Select(y => Network.Posterior(X, y))], missing, type);
        using var random = Network.PriorDraws(replications, seed: 53, shrink: 0.3);
        using var start = random.to(type, copy: true);
        var run = (sampler == LearnedName ? Learned : TestSamplers.Of(sampler))(density, start, 150, Draws * Thinning, 54);
        foreach (var (name, quantity) in Quantities())
        {
            var ranks = Enumerable.Range(0, replications).Select(chain =>
            {
                var value = quantity(truth[chain], data[chain]);
                return Enumerable.Range(1, Draws).Count(k => quantity(Position(run.Position(chain, (k * Thinning) - 1)), data[chain]) < value);
            });
            StatAssert.RanksAreUniform([.. ranks], Draws + 1, bins: Draws + 1, name);
        }
    }

    // Not trained and without a mass matrix: short steps, and more transitions from draw to draw.
    private static SamplingRun Learned(ILogDensity density, Tensor start, int warmup, int draws, int seed) =>
        L2Hmc.Sample(density, RandomLeapfrogs.Of(density.Parameters, 6, 0.15, 0.05), start, new L2HmcOptions { Warmup = 2 * warmup, Draws = draws, Thin = 2, Seed = seed }, cancellation: TestContext.Current.CancellationToken);

    private static IEnumerable<(string Name, Func<double[], float[], double> Quantity)> Quantities()
    {
        yield return ("log s", (p, _) => p[^1]);
        yield return ("prediction inside", (p, _) => SmallNetworkFormula.Output(p, [0.5], Hidden));
        yield return ("prediction outside", (p, _) => SmallNetworkFormula.Output(p, [4], Hidden));
        yield return ("log likelihood", (p, y) => SmallNetworkFormula.LogLikelihood(p, X, y, Hidden));
    }

    private static double[][] PriorDraws(int replications)
    {
        using var prior = Network.NewPrior();
        return [.. Enumerable.Range(0, replications).Select(replication =>
        {
            var vector = new float[prior.Parameters];
            prior.Sample(new CounterRandom(51, (ulong)replication), vector);
            return vector.Select(v => (double)v).ToArray();
        })];
    }

    private static float[] Targets(double[] p, CounterRandom random) =>
        [.. X.Select(x => (float)(SmallNetworkFormula.Output(p, [x], Hidden) + (Math.Exp(p[^1]) * random.NextNormal())))];

    private static double[] Position(ReadOnlySpan<float> stored)
    {
        var result = new double[stored.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = stored[i];
        return result;
    }
}
