using System.Buffers;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// The density of another prior's parameters and of relevances r ~ N(0, scale^2), one for each input, behind its
/// hyper-parameters. With V the first layer's weights of the other prior, W[i,j] = tanh(r[i]) V[i,j], so
/// dL/dV[i,j] = tanh(r[i]) dL/dW[i,j] and dL/dr[i] = (1 - tanh(r[i])^2) sum over j of V[i,j] dL/dW[i,j].
/// </summary>
internal sealed class RelevanceDensity : PriorDensity
{
    private readonly PriorDensity inner;
    private readonly ParameterBlock block;
    private readonly ParameterGroups relevances;
    private readonly double scale;
    private readonly int own;

    /// <param name="inner">Density of everything else; it becomes this one's.</param>
    /// <param name="block">The first layer's weights, [inputs, units].</param>
    /// <param name="names">A name for each relevance.</param>
    /// <param name="scale">Standard deviation of a relevance.</param>
    public RelevanceDensity(PriorDensity inner, ParameterBlock block, IReadOnlyList<string> names, double scale)
        : base(inner.NetworkParameters, [.. inner.HyperParameterNames, .. names])
    {
        (this.inner, this.block, this.scale) = (inner, block, scale);
        own = inner.NetworkParameters + inner.HyperParameters;
        relevances = new ParameterGroups(block.Rows, [new ParameterGroup(LocationScaleFamily.Gaussian, 0, block.Rows, 0, Math.Log(scale))]);
    }

    public override bool HoldsWeights => false;

    // Relevances are weights in all but name, with a prior of fixed scale: a climb may move them.
    public override int HeldHyperParameters => inner.HeldHyperParameters;

    public override double Evaluate(ReadOnlySpan<double> position, Span<double> gradient) =>
        inner.Evaluate(position[..own], gradient[..own]) + relevances.Evaluate(position[own..], gradient[own..]);

    public override torch.Tensor Evaluate(torch.Tensor position, torch.Tensor gradient)
    {
        using var scope = torch.NewDisposeScope();
        var value = inner.Evaluate(position.narrow(1, 0, own), gradient.narrow(1, 0, own));
        return value.add_(relevances.Evaluate(Relevances(position), Relevances(gradient)), Scalars.One).MoveToOuterDisposeScope();
    }

    public override void Sample(CounterRandom random, Span<double> position)
    {
        inner.Sample(random, position[..own]);
        relevances.Sample(random, position[own..]);
    }

    // At r = 0 no derivative reaches the first layer, so chains start one standard deviation off; the sign does not matter.
    public override void Describe(Span<double> centre, Span<double> spread)
    {
        inner.Describe(centre[..own], spread[..own]);
        centre[own..].Fill(scale);
        spread[own..].Fill(scale);
    }

    public override void Weights(ReadOnlySpan<double> position, Span<double> weights)
    {
        inner.Weights(position[..own], weights);
        for (var i = 0; i < block.Rows; i++)
        {
            var factor = Math.Tanh(position[own + i]);
            foreach (ref var weight in Row(weights, i))
                weight *= factor;
        }
    }

    public override void PullBack(ReadOnlySpan<double> position, ReadOnlySpan<double> weightGradient, Span<double> gradient)
    {
        var buffer = ArrayPool<double>.Shared.Rent(2 * NetworkParameters);
        var weights = buffer.AsSpan(0, NetworkParameters);
        var outer = buffer.AsSpan(NetworkParameters, NetworkParameters);
        inner.Weights(position[..own], weights);
        weightGradient.CopyTo(outer);
        for (var i = 0; i < block.Rows; i++)
        {
            var (factor, sum) = (Math.Tanh(position[own + i]), 0.0);
            var v = Row(weights, i);
            var g = Row(outer, i);
            for (var j = 0; j < g.Length; j++)
            {
                sum += v[j] * g[j];
                g[j] *= factor;
            }

            gradient[own + i] += (1 - (factor * factor)) * sum;
        }

        inner.PullBack(position[..own], outer, gradient[..own]);
        ArrayPool<double>.Shared.Return(buffer);
    }

    public override torch.Tensor Weights(torch.Tensor position)
    {
        using var scope = torch.NewDisposeScope();
        var weights = inner.Weights(position.narrow(1, 0, own)).clone();
        Rows(weights).mul_(Factor(position));
        return weights.MoveToOuterDisposeScope();
    }

    public override void PullBack(torch.Tensor position, torch.Tensor weightGradient, torch.Tensor gradient)
    {
        using var scope = torch.NewDisposeScope();
        var (factor, outer) = (Factor(position), weightGradient.clone());
        var slope = factor.square().neg_().add_(Scalars.One).squeeze(2);
        var sum = Rows(inner.Weights(position.narrow(1, 0, own))).mul(Rows(weightGradient)).sum(2);
        Relevances(gradient).add_(sum.mul_(slope), Scalars.One);
        Rows(outer).mul_(factor);
        inner.PullBack(position.narrow(1, 0, own), outer, gradient.narrow(1, 0, own));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            relevances.Dispose();
        }

        base.Dispose(disposing);
    }

    private Span<double> Row(Span<double> weights, int input) => weights.Slice(block.Offset + (input * block.Columns), block.Columns);

    // [chains, inputs, units], a view.
    private torch.Tensor Rows(torch.Tensor weights) => weights.narrow(1, block.Offset, block.Count).unflatten(1, [block.Rows, block.Columns]);

    private torch.Tensor Relevances(torch.Tensor vectors) => vectors.narrow(1, own, block.Rows);

    // [chains, inputs, 1].
    private torch.Tensor Factor(torch.Tensor position) => Relevances(position).tanh().unsqueeze(2);
}
