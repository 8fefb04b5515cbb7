using System.Runtime.Intrinsics;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>Labels 0 or 1; the output is the logarithm of the odds of a 1.</summary>
internal sealed class BernoulliLikelihood : Likelihood
{
    public override string Name => "bernoulli";

    public override void CheckTargets(ReadOnlySpan<float> targets, string source)
    {
        var ones = 0;
        for (var row = 0; row < targets.Length; row++)
        {
            if (targets[row] is not (0f or 1f))
                throw new ArgumentException($"The label in row {row} of {source} is {targets[row]}; a Bernoulli likelihood needs labels 0 or 1. Map your classes to 0 and 1, or use a Gaussian likelihood for a continuous target.");
            ones += targets[row] == 1f ? 1 : 0;
        }

        if (ones == 0 || ones == targets.Length)
            throw new ArgumentException($"All {targets.Length} labels of {source} are {(ones == 0 ? 0 : 1)}; a classifier needs both classes. Check the label column and the selection of rows.");
    }

    public override void Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> mean)
    {
        for (var o = 0; o < outputs.Length; o++)
            mean[o] = Probability(outputs[o]);
    }

    public override void Variance(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> variance)
    {
        for (var o = 0; o < outputs.Length; o++)
            variance[o] = Probability(outputs[o]) * Probability(-outputs[o]);
    }

    public override void Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, Span<double> targets)
    {
        for (var o = 0; o < outputs.Length; o++)
            targets[o] = random.NextDouble() < Probability(outputs[o]) ? 1 : 0;
    }

    public override double LogProbability(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters)
    {
        var sum = 0.0;
        for (var o = 0; o < outputs.Length; o++)
            sum += (targets[o] * outputs[o]) - Math.Max(outputs[o], 0) - Math.Log(1 + Math.Exp(-Math.Abs(outputs[o])));
        return sum;
    }

    internal override unsafe double Evaluate<T>(T* f, T* y, T* delta, int outputs, int rows, int valid, ReadOnlySpan<double> hyperParameters, Span<double> hyperGradient)
    {
        var sum = Vector256<double>.Zero;
        var lanes = Vector256<T>.Count;
        for (var o = 0; o < outputs; o++, f += rows, y += rows, delta += rows)
        {
            for (var r = 0; r < rows; r += lanes)
            {
                var logit = Vector256.Load(f + r);
                var label = Vector256.Load(y + r);
                var positive = Vector256.Max(logit, Vector256<T>.Zero);
                // log(1 + exp f) without overflow: max(f, 0) + log(1 + exp(-|f|)); the same exponential gives the probability.
                var e = Lanes.Exp(-Vector256.Abs(logit));
                var term = (label * logit) - positive - Lanes.Log(Vector256<T>.One + e);
                var numerator = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(logit, Vector256<T>.Zero), Vector256<T>.One, e);
                var slope = label - (numerator / (Vector256<T>.One + e));
                var inside = Lanes.FirstOf<T>(valid - r);
                sum += Lanes.WidenedSum(term & inside);
                (slope & inside).Store(delta + r);
            }
        }

        return Vector256.Sum(sum);
    }

    internal override (torch.Tensor LogLikelihood, torch.Tensor Delta, torch.Tensor HyperGradient) Evaluate(torch.Tensor f, torch.Tensor y, torch.Tensor hyperParameters)
    {
        using var terms = f.mul(y).sub(torch.nn.functional.softplus(f)).to(torch.float64);
        return (terms.sum([1L, 2L]), y.sub(f.sigmoid()), torch.zeros([f.shape[0], 0], dtype: torch.float64, device: f.device));
    }

    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
