using HepBayes.Data;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Runtime;
using HepBayes.Sampling;

namespace HepBayes.Tests.Prediction;

public class PredictorTests
{
    private const int Rows = 300;
    private static readonly BayesianNetwork Network = new(Mlp.Of(2, [5], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Bernoulli());
    private static readonly float[] Inputs = Draw();
    private static readonly Lazy<SamplingRun> Run = new(Sample);

    [Fact]
    public void PredictionsAreTheNetworksFormula()
    {
        var predictive = Run.Value.Predict(Network, Inputs);
        Assert.Equal((Rows, 2 * 30, 2), (predictive.Rows, predictive.Draws, predictive.Chains));
        foreach (var (chain, draw, row) in new[] { (0, 0, 0), (1, 29, 299), (1, 7, 128) })
            Assert.Equal(Formula(Run.Value.Position(chain, draw), row), predictive.Network((chain * 30) + draw)[row], 1e-6);
    }

    [Fact]
    public void StatisticsAreThoseOfTheDraws()
    {
        var predictive = Run.Value.Predict(Network, Inputs);
        var draws = Enumerable.Range(0, predictive.Draws).Select(d => predictive.Network(d)[17]).ToArray();
        var mean = draws.Average();
        Assert.Equal(mean, predictive.Mean()[17], 1e-9);
        Assert.Equal(Math.Sqrt(draws.Sum(d => (d - mean) * (d - mean)) / 59), predictive.StandardDeviation()[17], 1e-9);
        Assert.Equal(draws.Min(), predictive.Quantile(0)[17], 1e-9);
        Assert.Equal(draws.Max(), predictive.Quantile(1)[17], 1e-9);
        var sorted = draws.Order().ToArray();
        Assert.Equal((sorted[29] + sorted[30]) / 2, predictive.Quantile(0.5)[17], 1e-9);
        var (low, high) = predictive.Interval(0.8);
        Assert.Equal(0.8, draws.Count(d => d >= low[17] && d <= high[17]) / 60.0, 0.03);
        Assert.Equal(draws[..30], predictive.ChainsOf(17)[0]);
        Assert.Equal(Convergence.Of(predictive.ChainsOf(17)), predictive.Convergence(18)[17]);
    }

    [Fact]
    public void ThinningKeepsEveryNthDrawOfEachChain()
    {
        var all = Run.Value.Predict(Network, Inputs);
        var some = Run.Value.Predict(Network, Inputs, every: 7);
        Assert.Equal(2 * 5, some.Draws);
        Assert.Equal(all.Network(37), some.Network(6));
    }

    [Fact]
    public void ATableAndItsMatrixGiveTheSame()
    {
        var table = Table.FromColumns(("b", [.. Enumerable.Range(0, Rows).Select(r => Inputs[(2 * r) + 1])]), ("a", [.. Enumerable.Range(0, Rows).Select(r => Inputs[2 * r])]));
        Assert.Equal(Run.Value.Predict(Network, Inputs).Mean(), Run.Value.Predict(Network, table, ["a", "b"]).Mean());
        Assert.Throws<ColumnNotFoundException>(() => Run.Value.Predict(Network, table, ["a", "c"]));
    }

    [Fact]
    public void WrongInputsAreNamed()
    {
        Assert.Contains("do not make rows of 2", Assert.Throws<ArgumentException>(() => Run.Value.Predict(Network, [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("Input 1 of row 0 is NaN", Assert.Throws<ArgumentException>(() => Run.Value.Predict(Network, [1, float.NaN])).Message, StringComparison.Ordinal);
        var other = new BayesianNetwork(Mlp.Of(2, [6], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.Bernoulli());
        Assert.Contains("predict with the network that was sampled", Assert.Throws<ArgumentException>(() => Run.Value.Predict(other, Inputs)).Message, StringComparison.Ordinal);
    }

    private static double Formula(ReadOnlySpan<float> p, int row)
    {
        var output = (double)p[20];
        for (var h = 0; h < 5; h++)
            output += p[15 + h] * Math.Tanh((Inputs[2 * row] * p[h]) + (Inputs[(2 * row) + 1] * p[5 + h]) + p[10 + h]);
        return 1 / (1 + Math.Exp(-output));
    }

    private static float[] Draw()
    {
        var values = new float[Rows * 2];
        new CounterRandom(3).FillNormal(values);
        return values;
    }

    private static SamplingRun Sample()
    {
        using var posterior = Network.Posterior(Inputs, [.. Enumerable.Range(0, Rows).Select(r => Inputs[2 * r] > Inputs[(2 * r) + 1] ? 1f : 0f)]);
        using var start = Network.PriorDraws(2, seed: 1);
        return Hmc.Sample(posterior, start, new HmcOptions { Warmup = 30, Draws = 30, MaximumLeapfrogs = 10 });
    }
}
