using HepBayes.Runtime;
using MathNet.Numerics;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>Counts; the output is the logarithm of the expected count.</summary>
internal sealed class PoissonLikelihood : Likelihood
{
    public override string Name => "poisson";

    public override void CheckTargets(ReadOnlySpan<float> targets, int outputs, string source)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            // Above 2^24 not every integer is a float.
            if (!(targets[i] >= 0 && targets[i] <= 1 << 24 && targets[i] == MathF.Floor(targets[i])))
                throw new ArgumentException($"The count in row {i / outputs} of {source} is {targets[i]}; a Poisson likelihood needs whole numbers from 0 to {1 << 24}. Use a Gaussian likelihood for a continuous target, and event weights for weighted rows.");
        }
    }

    public override void Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> mean)
    {
        for (var o = 0; o < outputs.Length; o++)
            mean[o] = Math.Exp(outputs[o]);
    }

    public override void Variance(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> variance) =>
        Mean(outputs, hyperParameters, variance);

    public override void Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, Span<double> targets)
    {
        for (var o = 0; o < outputs.Length; o++)
            targets[o] = Draw(outputs[o], random.NextDouble());
    }

    public override double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters, Span<double> outputGradient, Span<double> hyperGradient)
    {
        var sum = 0.0;
        for (var o = 0; o < outputs.Length; o++)
        {
            var rate = Math.Exp(outputs[o]);
            sum += (targets[o] * outputs[o]) - rate - SpecialFunctions.FactorialLn((int)targets[o]);
            outputGradient[o] = targets[o] - rate;
        }

        return sum;
    }

    public override (torch.Tensor LogLikelihood, torch.Tensor OutputGradient, torch.Tensor HyperGradient) Evaluate(torch.Tensor outputs, torch.Tensor targets, torch.Tensor? weights, torch.Tensor hyperParameters)
    {
        using var scope = torch.NewDisposeScope();
        var rate = outputs.exp();
        var constant = targets.to(torch.float64).add(Scalars.One).lgamma_();
        var terms = outputs.mul(targets).sub_(rate).to(torch.float64).sub(constant);
        return (Weighted(terms, weights).sum([1L, 2L]).MoveToOuterDisposeScope(), Weighted(targets.sub(rate), weights).MoveToOuterDisposeScope(), NoHypers(outputs).MoveToOuterDisposeScope());
    }

    // Inversion outwards from the mode, so that rounding does not add up: counts in the order m, m + 1, m - 1, m + 2, ...
    private static double Draw(double logRate, double u)
    {
        var rate = Math.Exp(logRate);
        var mode = Math.Floor(rate);
        var (up, down) = (mode, mode);
        var pUp = Math.Exp((mode * logRate) - rate - SpecialFunctions.GammaLn(mode + 1));
        var pDown = pUp;
        u -= pUp;
        while (u > 0 && (pUp > 0 || pDown > 0))
        {
            up++;
            pUp *= rate / up;
            if ((u -= pUp) <= 0)
                return up;
            pDown = down > 0 ? pDown * down / rate : 0;
            down = Math.Max(down - 1, 0);
            if ((u -= pDown) <= 0 && pDown > 0)
                return down;
        }

        return mode;
    }
}
