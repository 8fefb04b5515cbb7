using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>Normal noise; the network gives the means and then the logarithms of the standard deviations.</summary>
internal sealed class HeteroscedasticLikelihood : Likelihood
{
    public override string Name => "gaussian noise(scale from the network)";

    public override int TargetColumns(int outputs) => outputs % 2 == 0
        ? outputs / 2
        : throw new ArgumentException($"The network has {outputs} outputs; heteroscedastic noise needs two for each target, its mean and the logarithm of its standard deviation.", nameof(outputs));

    public override void Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> mean) => outputs[..(outputs.Length / 2)].CopyTo(mean);

    public override void Variance(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> variance)
    {
        var half = outputs.Length / 2;
        for (var t = 0; t < half; t++)
            variance[t] = Math.Exp(2 * outputs[half + t]);
    }

    public override void Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, Span<double> targets)
    {
        var half = outputs.Length / 2;
        for (var t = 0; t < half; t++)
            targets[t] = outputs[t] + (Math.Exp(outputs[half + t]) * random.NextNormal());
    }

    public override double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters, Span<double> outputGradient, Span<double> hyperGradient)
    {
        var half = outputs.Length / 2;
        var sum = 0.0;
        for (var t = 0; t < half; t++)
        {
            var inverse = Math.Exp(-outputs[half + t]);
            var z = (targets[t] - outputs[t]) * inverse;
            sum -= (0.5 * z * z) + outputs[half + t] + GaussianShape.HalfLogTwoPi;
            (outputGradient[t], outputGradient[half + t]) = (z * inverse, (z * z) - 1);
        }

        return sum;
    }

    public override (torch.Tensor LogLikelihood, torch.Tensor OutputGradient, torch.Tensor HyperGradient) Evaluate(torch.Tensor outputs, torch.Tensor targets, torch.Tensor? weights, torch.Tensor hyperParameters)
    {
        using var scope = torch.NewDisposeScope();
        var half = outputs.shape[2] / 2;
        var u = outputs.narrow(2, half, half);
        var inverse = u.neg().exp_();
        var z = targets.sub(outputs.narrow(2, 0, half)).mul_(inverse);
        var squared = z.square();
        var terms = squared.to(torch.float64).mul(Scalars.MinusHalf).sub_(u).sub_(Scalars.HalfLogTwoPi);
        var delta = torch.cat([z.mul(inverse), squared.sub(Scalars.One)], 2);
        return (Weighted(terms, weights).sum([1L, 2L]).MoveToOuterDisposeScope(), Weighted(delta, weights).MoveToOuterDisposeScope(), NoHypers(outputs).MoveToOuterDisposeScope());
    }
}
