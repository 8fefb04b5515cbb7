using System.Runtime.Intrinsics;
using HepBayes.Networks.Kernels;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>Labels 0 or 1; the output is the logarithm of the odds of a 1.</summary>
internal sealed class BernoulliLikelihood : Likelihood
{
    public override string Name => "bernoulli";

    public override void CheckTargets(ReadOnlySpan<float> targets, int outputs, string source)
    {
        var ones = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i] is not (0f or 1f))
                throw new ArgumentException($"The label in row {i / outputs} of {source} is {targets[i]}; a Bernoulli likelihood needs labels 0 or 1. Map your classes to 0 and 1, or use a Gaussian likelihood for a continuous target.");
            ones += targets[i] == 1f ? 1 : 0;
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

    public override double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters, Span<double> outputGradient, Span<double> hyperGradient)
    {
        var sum = 0.0;
        for (var o = 0; o < outputs.Length; o++)
        {
            sum += (targets[o] * outputs[o]) - Math.Max(outputs[o], 0) - Math.Log(1 + Math.Exp(-Math.Abs(outputs[o])));
            outputGradient[o] = targets[o] - Probability(outputs[o]);
        }

        return sum;
    }

    public override (torch.Tensor LogLikelihood, torch.Tensor OutputGradient, torch.Tensor HyperGradient) Evaluate(torch.Tensor outputs, torch.Tensor targets, torch.Tensor? weights, torch.Tensor hyperParameters)
    {
        using var scope = torch.NewDisposeScope();
        var terms = Weighted(outputs.mul(targets).sub_(torch.nn.functional.softplus(outputs)).to(torch.float64), weights);
        var delta = Weighted(targets.sub(outputs.sigmoid()), weights);
        return (terms.sum([1L, 2L]).MoveToOuterDisposeScope(), delta.MoveToOuterDisposeScope(), NoHypers(outputs).MoveToOuterDisposeScope());
    }

    internal override unsafe double Evaluate<T>(in LikelihoodTile<T> tile, ReadOnlySpan<double> hyperParameters, Span<double> hyperGradient)
    {
        var sum = Vector256<double>.Zero;
        var lanes = Vector256<T>.Count;
        T* f = tile.F, y = tile.Y, delta = tile.Delta;
        for (var o = 0; o < tile.Outputs; o++, f += tile.Rows, y += tile.Rows, delta += tile.Rows)
        {
            for (var r = 0; r < tile.Rows; r += lanes)
            {
                var logit = Vector256.Load(f + r);
                var label = Vector256.Load(y + r);
                var positive = Vector256.MaxNative(Vector256<T>.Zero, logit);
                // log(1 + exp f) without overflow: max(f, 0) + log(1 + exp(-|f|)); the same exponential gives the probability.
                var e = VectorMath<Operations256<T>, Vector256<T>, T>.ExpOfNegative(-Vector256.Abs(logit));
                var term = (label * logit) - positive - VectorMath<Operations256<T>, Vector256<T>, T>.LogOnePlus(e);
                var numerator = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(logit, Vector256<T>.Zero), Vector256<T>.One, e);
                var slope = label - (numerator / (Vector256<T>.One + e));
                if (tile.Weights != null)
                {
                    var weight = Vector256.Load(tile.Weights + r);
                    (term, slope) = (term * weight, slope * weight);
                }

                var inside = Lanes.FirstOf<T>(tile.Valid - r);
                sum += Lanes.WidenedSum(term & inside);
                (slope & inside).Store(delta + r);
            }
        }

        return Vector256.Sum(sum);
    }

    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
