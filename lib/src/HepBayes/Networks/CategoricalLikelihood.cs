using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>One of K classes by the softmax of K outputs; the target is the index of the class.</summary>
internal sealed class CategoricalLikelihood : Likelihood
{
    public override string Name => "categorical";

    public override int TargetColumns(int outputs) => outputs >= 2
        ? 1
        : throw new ArgumentException("A categorical likelihood needs an output for each class, at least 2; for a single output use Likelihood.Bernoulli().", nameof(outputs));

    public override int MeanColumns(int outputs) => outputs;

    public override void CheckTargets(ReadOnlySpan<float> targets, int outputs, string source)
    {
        for (var row = 0; row < targets.Length; row++)
        {
            if (!(targets[row] >= 0 && targets[row] < outputs && targets[row] == MathF.Floor(targets[row])))
                throw new ArgumentException($"The class in row {row} of {source} is {targets[row]}; with {outputs} outputs a categorical likelihood needs the class as an index 0 to {outputs - 1}. Number your classes from 0, or change the number of outputs.");
        }

        if (targets.IndexOfAnyExcept(targets[0]) < 0)
            throw new ArgumentException($"All {targets.Length} rows of {source} are of class {targets[0]}; a classifier needs at least two classes. Check the class column and the selection of rows.");
    }

    public override void Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> mean)
    {
        var normaliser = LogSumExp(outputs);
        for (var o = 0; o < outputs.Length; o++)
            mean[o] = Math.Exp(outputs[o] - normaliser);
    }

    public override void Variance(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> variance)
    {
        Mean(outputs, hyperParameters, variance);
        for (var o = 0; o < outputs.Length; o++)
            variance[o] *= 1 - variance[o];
    }

    public override void Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, Span<double> targets)
    {
        var normaliser = LogSumExp(outputs);
        var left = random.NextDouble();
        var chosen = 0;
        while (chosen < outputs.Length - 1 && (left -= Math.Exp(outputs[chosen] - normaliser)) >= 0)
            chosen++;
        targets[0] = chosen;
    }

    public override double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters, Span<double> outputGradient, Span<double> hyperGradient)
    {
        var normaliser = LogSumExp(outputs);
        for (var o = 0; o < outputs.Length; o++)
            outputGradient[o] = -Math.Exp(outputs[o] - normaliser);
        var chosen = (int)targets[0];
        outputGradient[chosen] += 1;
        return outputs[chosen] - normaliser;
    }

    public override (torch.Tensor LogLikelihood, torch.Tensor OutputGradient, torch.Tensor HyperGradient) Evaluate(torch.Tensor outputs, torch.Tensor targets, torch.Tensor? weights, torch.Tensor hyperParameters)
    {
        using var scope = torch.NewDisposeScope();
        var logProbability = torch.nn.functional.log_softmax(outputs, 2);
        var chosen = targets.to(torch.int64).unsqueeze(0).expand(outputs.shape[0], outputs.shape[1], 1);
        var terms = logProbability.gather(2, chosen).to(torch.float64);
        var delta = logProbability.exp().neg_();
        delta.scatter_add_(2, chosen, torch.ones_like(chosen, dtype: delta.dtype));
        return (Weighted(terms, weights).sum([1L, 2L]).MoveToOuterDisposeScope(), Weighted(delta, weights).MoveToOuterDisposeScope(), NoHypers(outputs).MoveToOuterDisposeScope());
    }

    private static double LogSumExp(ReadOnlySpan<double> outputs)
    {
        var largest = outputs[0];
        foreach (var f in outputs)
            largest = Math.Max(largest, f);
        var sum = 0.0;
        foreach (var f in outputs)
            sum += Math.Exp(f - largest);
        return largest + Math.Log(sum);
    }
}
