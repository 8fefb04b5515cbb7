using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// Noise of a location-scale family whose scale the network gives: of 2 T outputs the first T are the locations m, the last
/// T the logarithms u of the scales. With z = (y - m) exp(-u), log p = g(z) - u, d/dm = -g'(z) exp(-u), d/du = -1 - z g'(z).
/// </summary>
internal sealed class HeteroscedasticLikelihood(LocationScaleFamily family) : Likelihood, IIndependentNoise
{
    public override string Name { get; } = $"{family.Name} noise(scale from the network)";

    public override int TargetColumns(int outputs) => outputs % 2 == 0
        ? outputs / 2
        : throw new ArgumentException($"The network has {outputs} outputs; heteroscedastic noise needs two for each target, its mean and the logarithm of its scale.", nameof(outputs));

    public override void CheckTargets(ReadOnlySpan<float> targets, int outputs, string source) =>
        ConstantTargets.Refuse(targets, outputs / 2, source);

    public override void Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> mean) => outputs[..(outputs.Length / 2)].CopyTo(mean);

    public override void Variance(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> variance)
    {
        var half = outputs.Length / 2;
        for (var t = 0; t < half; t++)
            variance[t] = family.Variance * Math.Exp(2 * outputs[half + t]);
    }

    public override void Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, Span<double> targets)
    {
        var half = outputs.Length / 2;
        for (var t = 0; t < half; t++)
            targets[t] = Sample(outputs, hyperParameters, random, t);
    }

    public double Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, int target) =>
        outputs[target] + (Math.Exp(outputs[(outputs.Length / 2) + target]) * family.Sample(random));

    public double LogProbability(ReadOnlySpan<double> outputs, double value, ReadOnlySpan<double> hyperParameters, int target)
    {
        var u = outputs[(outputs.Length / 2) + target];
        return family.LogDensity((value - outputs[target]) * Math.Exp(-u)) - u;
    }

    public override double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters, Span<double> outputGradient, Span<double> hyperGradient)
    {
        var half = outputs.Length / 2;
        var sum = 0.0;
        for (var t = 0; t < half; t++)
        {
            var inverse = Math.Exp(-outputs[half + t]);
            var z = (targets[t] - outputs[t]) * inverse;
            var slope = family.Slope(z);
            sum += family.LogDensity(z) - outputs[half + t];
            (outputGradient[t], outputGradient[half + t]) = (-slope * inverse, -1 - (z * slope));
        }

        return sum;
    }

    public override (torch.Tensor LogLikelihood, torch.Tensor OutputGradient, torch.Tensor HyperGradient) Evaluate(torch.Tensor outputs, torch.Tensor targets, torch.Tensor? weights, torch.Tensor hyperParameters)
    {
        using var scope = torch.NewDisposeScope();
        var half = outputs.shape[2] / 2;
        var u = outputs.narrow(2, half, half).to(torch.float64, copy: true);
        var inverse = u.neg().exp_();
        var z = targets.sub(outputs.narrow(2, 0, half)).to(torch.float64).mul(inverse);
        var (value, slope) = family.Evaluate(z);
        var delta = torch.cat([slope.mul(inverse), z.mul_(slope).add_(Scalars.One, Scalars.One)], 2).neg_().to(outputs.dtype);
        return (Weighted(value.sub_(u), weights).sum([1L, 2L]).MoveToOuterDisposeScope(), Weighted(delta, weights).MoveToOuterDisposeScope(), NoHypers(outputs).MoveToOuterDisposeScope());
    }

    internal override unsafe double Evaluate<T>(in LikelihoodTile<T> tile, ReadOnlySpan<double> hyperParameters, Span<double> hyperGradient)
    {
        Span<double> z = stackalloc double[tile.Rows], inverse = stackalloc double[tile.Rows], values = stackalloc double[tile.Rows], slopes = stackalloc double[tile.Rows];
        var sum = 0.0;
        var half = tile.TargetColumns;
        for (var t = 0; t < half; t++)
        {
            T* mean = tile.F + (t * tile.Rows), u = tile.F + ((half + t) * tile.Rows), y = tile.Y + (t * tile.Rows);
            T* meanDelta = tile.Delta + (t * tile.Rows), scaleDelta = tile.Delta + ((half + t) * tile.Rows);
            for (var row = 0; row < tile.Valid; row++)
            {
                inverse[row] = Math.Exp(-Real.ToDouble(u[row]));
                z[row] = (Real.ToDouble(y[row]) - Real.ToDouble(mean[row])) * inverse[row];
            }

            family.Evaluate(z[..tile.Valid], values, slopes);
            for (var row = 0; row < tile.Valid; row++)
            {
                var weight = tile.Weight(row);
                sum += weight * (values[row] - Real.ToDouble(u[row]));
                meanDelta[row] = Real.From<T>(-weight * slopes[row] * inverse[row]);
                scaleDelta[row] = Real.From<T>(-weight * (1 + (z[row] * slopes[row])));
            }

            new Span<T>(meanDelta + tile.Valid, tile.Rows - tile.Valid).Clear();
            new Span<T>(scaleDelta + tile.Valid, tile.Rows - tile.Valid).Clear();
        }

        return sum;
    }
}
