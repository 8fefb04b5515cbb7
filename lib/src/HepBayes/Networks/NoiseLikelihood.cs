using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// Noise of a location-scale family around the outputs: with z = (y - f) / s and u = log s, log p = g(z) - u,
/// d/df = -g'(z) / s, d/du = -1 - z g'(z). The scale is given, sampled, or sampled for each target.
/// </summary>
internal sealed class NoiseLikelihood : Likelihood, IIndependentNoise
{
    private readonly LocationScaleFamily family;
    private readonly double fixedLogScale;
    private readonly bool shared;

    /// <param name="family">Shape of the noise.</param>
    /// <param name="scale">Its scale.</param>
    public NoiseLikelihood(LocationScaleFamily family, double scale)
    {
        (this.family, shared, Hypers) = (family, true, []);
        fixedLogScale = Math.Log(Positive.Check(scale, nameof(scale)));
        Name = FormattableString.Invariant($"{family.Name} noise(scale {scale})");
    }

    /// <param name="family">Shape of the noise.</param>
    /// <param name="scales">Priors of the scales.</param>
    /// <param name="shared">Whether one scale is shared by all targets.</param>
    public NoiseLikelihood(LocationScaleFamily family, IReadOnlyList<ScalePrior> scales, bool shared)
    {
        if (scales.Count == 0)
            throw new ArgumentException("No scale is given; one for each target is needed.", nameof(scales));
        (this.family, this.shared) = (family, shared);
        Hypers = [.. scales.Select((prior, i) => new HyperParameter(shared ? "noise.log_scale" : FormattableString.Invariant($"noise.log_scale[{i}]"), prior))];
        Name = $"{family.Name} noise(sampled scale{(shared ? "" : " of each target")}, {string.Join(", ", scales)})";
    }

    public override string Name { get; }

    public override IReadOnlyList<HyperParameter> Hypers { get; }

    public override int TargetColumns(int outputs) => shared || outputs == Hypers.Count
        ? outputs
        : throw new ArgumentException($"The noise has {Hypers.Count} scales, one for each target, but the network has {outputs} outputs; give as many scales as outputs.", nameof(outputs));

    public override void CheckTargets(ReadOnlySpan<float> targets, int outputs, string source)
    {
        if (Hypers.Count > 0)
            ConstantTargets.Refuse(targets, outputs, source);
    }

    public override void Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> mean) => outputs.CopyTo(mean);

    public override void Variance(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> variance)
    {
        for (var o = 0; o < outputs.Length; o++)
            variance[o] = family.Variance * Math.Exp(2 * LogScale(hyperParameters, o));
    }

    public override void Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, Span<double> targets)
    {
        for (var o = 0; o < outputs.Length; o++)
            targets[o] = Sample(outputs, hyperParameters, random, o);
    }

    public double Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, int target) =>
        outputs[target] + (Math.Exp(LogScale(hyperParameters, target)) * family.Sample(random));

    public double LogProbability(ReadOnlySpan<double> outputs, double value, ReadOnlySpan<double> hyperParameters, int target)
    {
        var u = LogScale(hyperParameters, target);
        return family.LogDensity((value - outputs[target]) * Math.Exp(-u)) - u;
    }

    public override double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters, Span<double> outputGradient, Span<double> hyperGradient)
    {
        hyperGradient.Clear();
        var sum = 0.0;
        for (var o = 0; o < outputs.Length; o++)
        {
            var u = LogScale(hyperParameters, o);
            var inverse = Math.Exp(-u);
            var z = (targets[o] - outputs[o]) * inverse;
            var slope = family.Slope(z);
            sum += family.LogDensity(z) - u;
            outputGradient[o] = -slope * inverse;
            if (hyperGradient.Length > 0)
                hyperGradient[shared ? 0 : o] -= 1 + (z * slope);
        }

        return sum;
    }

    public override (torch.Tensor LogLikelihood, torch.Tensor OutputGradient, torch.Tensor HyperGradient) Evaluate(torch.Tensor outputs, torch.Tensor targets, torch.Tensor? weights, torch.Tensor hyperParameters)
    {
        using var scope = torch.NewDisposeScope();
        using Scalar constant = fixedLogScale;
        var (chains, width) = (outputs.shape[0], outputs.shape[2]);
        var u = Hypers.Count == 0
            ? torch.full([chains, 1, 1], constant, dtype: torch.float64, device: outputs.device)
            : hyperParameters.to(torch.float64).reshape(chains, 1, Hypers.Count);
        var inverse = u.neg().exp_();
        var z = targets.sub(outputs).to(torch.float64).mul(inverse);
        var (value, slope) = family.Evaluate(z);
        var logLikelihood = Weighted(value.sub_(u), weights).sum([1L, 2L]);
        slope = Weighted(slope, weights);
        var delta = slope.mul(inverse).neg_().to(outputs.dtype);
        if (Hypers.Count == 0)
            return (logLikelihood.MoveToOuterDisposeScope(), delta.MoveToOuterDisposeScope(), NoHypers(outputs).MoveToOuterDisposeScope());
        var total = weights is null ? torch.full([1], outputs.shape[1], dtype: torch.float64, device: outputs.device) : weights.to(torch.float64).sum();
        var hyper = z.mul_(slope).sum(1).add_(total, Scalars.One).neg_();
        hyper = shared ? hyper.sum(1, keepdim: true) : hyper;
        return (logLikelihood.MoveToOuterDisposeScope(), delta.MoveToOuterDisposeScope(), hyper.reshape(chains, Hypers.Count).MoveToOuterDisposeScope());
    }

    internal override unsafe double Evaluate<T>(in LikelihoodTile<T> tile, ReadOnlySpan<double> hyperParameters, Span<double> hyperGradient)
    {
        Span<double> z = stackalloc double[tile.Rows], values = stackalloc double[tile.Rows], slopes = stackalloc double[tile.Rows];
        var sum = 0.0;
        for (var o = 0; o < tile.Outputs; o++)
        {
            var u = LogScale(hyperParameters, o);
            var inverse = Math.Exp(-u);
            T* f = tile.F + (o * tile.Rows), y = tile.Y + (o * tile.Rows), delta = tile.Delta + (o * tile.Rows);
            for (var row = 0; row < tile.Valid; row++)
                z[row] = (Real.ToDouble(y[row]) - Real.ToDouble(f[row])) * inverse;
            family.Evaluate(z[..tile.Valid], values, slopes);
            var scaleSlope = 0.0;
            for (var row = 0; row < tile.Valid; row++)
            {
                var weight = tile.Weight(row);
                sum += weight * (values[row] - u);
                scaleSlope -= weight * (1 + (z[row] * slopes[row]));
                delta[row] = Real.From<T>(-weight * slopes[row] * inverse);
            }

            if (hyperGradient.Length > 0)
                hyperGradient[shared ? 0 : o] += scaleSlope;
            new Span<T>(delta + tile.Valid, tile.Rows - tile.Valid).Clear();
        }

        return sum;
    }

    private double LogScale(ReadOnlySpan<double> hyperParameters, int output) =>
        hyperParameters.Length == 0 ? fixedLogScale : hyperParameters[shared ? 0 : output];
}
