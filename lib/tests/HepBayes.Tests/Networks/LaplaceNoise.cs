using HepBayes.Networks;
using HepBayes.Runtime;

namespace HepBayes.Tests.Networks;

/// <summary>
/// A likelihood of one's own, written for a single row: double exponential noise, log p = -|y - f| / s - log(2 s), with
/// sampled u = log s.
/// </summary>
internal sealed class LaplaceNoise : Likelihood
{
    public override string Name => "laplace noise of my own";

    public override IReadOnlyList<HyperParameter> Hypers { get; } = [new("my.log_scale", ScalePrior.HalfCauchy(1))];

    public override void Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> mean) => outputs.CopyTo(mean);

    public override void Variance(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> variance) =>
        variance.Fill(2 * Math.Exp(2 * hyperParameters[0]));

    public override void Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, Span<double> targets)
    {
        for (var o = 0; o < outputs.Length; o++)
            targets[o] = outputs[o] + (Math.Exp(hyperParameters[0]) * LocationScaleFamily.Laplace.Sample(random));
    }

    public override double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters, Span<double> outputGradient, Span<double> hyperGradient)
    {
        var (sum, s) = (0.0, Math.Exp(hyperParameters[0]));
        hyperGradient[0] = 0;
        for (var o = 0; o < outputs.Length; o++)
        {
            var residual = targets[o] - outputs[o];
            sum -= (Math.Abs(residual) / s) + Math.Log(2 * s);
            outputGradient[o] = Math.Sign(residual) / s;
            hyperGradient[0] += (Math.Abs(residual) / s) - 1;
        }

        return sum;
    }
}
