using HepBayes.Networks;
using TorchSharp;

namespace HepBayes.Tests.Support;

/// <summary>Targets whose moments were found by long runs of Stan; models, script and values are in <c>TestData/golden</c>.</summary>
internal static class GoldenTargets
{
    private static readonly double[][] HeldOut = [[0, 0], [1, -1], [-1.5, 1], [3, 3]];
    private static readonly Dictionary<string, Func<TestTarget>> Targets = new()
    {
        ["eight schools"] = () => EightSchools(device => new EightSchoolsDensity(device)),
        ["logistic regression"] = LogisticRegression,
        ["small network"] = SmallNetwork,
    };

    public static IReadOnlyCollection<string> Names => Targets.Keys;

    public static TestTarget Of(string name) => Targets[name]();

    /// <summary>Eight schools with a density that may be altered.</summary>
    public static TestTarget EightSchools(Func<torch.Device, ILogDensity> density)
    {
        var golden = new GoldenPosterior("eight-schools");
        return new TestTarget(density,
        [
            .. golden.Of("mu", (x, _) => x[0]),
            .. golden.Of("log_tau", (x, _) => x[1]),
            // The square of tau has too heavy a tail for a test of its mean.
            golden.Of("tau", (x, _) => Math.Exp(x[1])).First(),
            .. Enumerable.Range(0, 8).SelectMany(school => golden.Of($"theta{school + 1}", (x, _) => EightSchoolsDensity.Theta(x, school))),
            .. golden.Of("log_likelihood", (x, _) => EightSchoolsDensity.LogLikelihood(x)),
        ]);
    }

    private static TestTarget LogisticRegression()
    {
        var golden = new GoldenPosterior("logistic-regression");
        var (x, y) = Rows("logistic-regression-data");
        var inputs = x.Length / y.Length;
        var network = new BayesianNetwork(Mlp.Of(inputs, [], 1, Activation.Identity), Prior.Gaussian(1.5, fanIn: false), Likelihood.Bernoulli());
        return new TestTarget(device => network.Posterior(x, y, device),
        [
            .. Enumerable.Range(0, inputs).SelectMany(i => golden.Of($"w{i + 1}", (p, _) => p[i])),
            .. golden.Of("b", (p, _) => p[inputs]),
            .. golden.Of("log_posterior", (_, logDensity) => logDensity),
        ])
        { Start = (chains, seed) => network.PriorDraws(chains, seed, shrink: 0.3) };
    }

    private static TestTarget SmallNetwork()
    {
        const int Hidden = 5;
        var golden = new GoldenPosterior("small-network");
        var (x, y) = Rows("small-network-data");
        var network = new BayesianNetwork(Mlp.Of(2, [Hidden], 1, Activation.Tanh), Prior.Gaussian(), Likelihood.GaussianWithSampledNoise(0.3));
        var noise = network.Parameters - 1;
        return new TestTarget(device => network.Posterior(x, y, device),
        [
            .. HeldOut.SelectMany((point, i) => golden.Of($"prediction{i + 1}", (p, _) => SmallNetworkFormula.Output(p, point, Hidden))),
            .. golden.Of("log_sd", (p, _) => p[noise]),
            .. golden.Of("log_likelihood", (p, _) => SmallNetworkFormula.LogLikelihood(p, x, y, Hidden)),
            .. golden.Of("log_posterior", (_, logDensity) => logDensity),
        ])
        { Start = (chains, seed) => network.PriorDraws(chains, seed, shrink: 0.3) };
    }

    // The last column is the target.
    private static (float[] X, float[] Y) Rows(string name)
    {
        var table = GoldenPosterior.Table(name);
        return ([.. table.SelectMany(row => row[..^1]).Select(v => (float)v)], [.. table.Select(row => (float)row[^1])]);
    }
}
