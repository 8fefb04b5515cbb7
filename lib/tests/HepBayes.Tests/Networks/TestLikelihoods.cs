using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

/// <summary>Every likelihood, with its density written again in TorchSharp's own operations.</summary>
internal static class TestLikelihoods
{
    /// <summary>Outputs of the test networks: fits every likelihood.</summary>
    public const int Outputs = 4;

    /// <summary>Reference: log density of outputs [rows, outputs], targets [rows, columns] and hyper-parameters, for each row.</summary>
    public static IReadOnlyDictionary<string, (Likelihood Likelihood, Func<Tensor, Tensor, Tensor, Tensor> Reference)> All { get; } =
        new Dictionary<string, (Likelihood, Func<Tensor, Tensor, Tensor, Tensor>)>
        {
            ["bernoulli"] = (Likelihood.Bernoulli(), (f, y, _) => -nn.functional.binary_cross_entropy_with_logits(f, y, reduction: nn.Reduction.None)),
            ["gaussian"] = (Likelihood.Gaussian(0.7), (f, y, _) => Normal(y - f, tensor(Math.Log(0.7), dtype: float64))),
            ["gaussian, sampled"] = (Likelihood.GaussianWithSampledNoise(0.7), (f, y, h) => Normal(y - f, h)),
            ["gaussian, each sampled"] = (Likelihood.GaussianWithSampledNoise([0.7, 1, 2, 3]), (f, y, h) => Normal(y - f, h)),
            ["heteroscedastic"] = (Likelihood.GaussianHeteroscedastic(), (f, y, _) => Normal(y - f.narrow(1, 0, 2), f.narrow(1, 2, 2))),
            ["student-t, heteroscedastic"] = (Likelihood.StudentTHeteroscedastic(4), (f, y, _) => Student(y - f.narrow(1, 0, 2), f.narrow(1, 2, 2))),
            ["student-t"] = (Likelihood.StudentT(4, 0.5), (f, y, _) => Student(y - f, tensor(Math.Log(0.5), dtype: float64))),
            ["student-t, sampled"] = (Likelihood.StudentTWithSampledNoise(4, 0.5), (f, y, h) => Student(y - f, h)),
            ["student-t, each sampled"] = (Likelihood.StudentTWithSampledNoise(4, [0.5, 1, 2, 3]), (f, y, h) => Student(y - f, h)),
            ["categorical"] = (Likelihood.Categorical(), (f, y, _) => -nn.functional.cross_entropy(f, y.squeeze(1).to(int64), reduction: nn.Reduction.None).unsqueeze(1)),
            ["poisson"] = (Likelihood.Poisson(), (f, y, _) => (y * f) - f.exp() - (y + 1).lgamma()),
            ["laplace, custom"] = (new LaplaceNoise(), (f, y, h) => -((y - f) / h.exp()).abs() - h - Math.Log(2)),
        };

    /// <summary>Targets that fit a likelihood, [rows, columns].</summary>
    public static float[] Targets(string likelihood, int rows, CounterRandom random)
    {
        var columns = All[likelihood].Likelihood.TargetColumns(Outputs);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => (float)(likelihood switch
        {
            "bernoulli" => random.NextInt(2),
            "categorical" => random.NextInt(Outputs),
            "poisson" => random.NextInt(5),
            _ => random.NextNormal(),
        }))];
    }

    private static Tensor Normal(Tensor residual, Tensor logSd) =>
        ((residual / logSd.exp()).square() * -0.5) - logSd - (0.5 * Math.Log(2 * Math.PI));

    // Gamma(5/2) / (Gamma(2) sqrt(4 pi)) = 3/8 for 4 degrees of freedom.
    private static Tensor Student(Tensor residual, Tensor logScale) =>
        ((1 + ((residual / logScale.exp()).square() / 4)).log() * -2.5) - logScale + Math.Log(3.0 / 8);
}
