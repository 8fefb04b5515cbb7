using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Keeps the diagonal it was given.</summary>
/// <param name="chains">Number of chains.</param>
/// <param name="variance">Variance of each parameter, [parameters] in float64; taken over.</param>
/// <param name="numberType">Number type of the positions.</param>
internal sealed class FixedEstimator(int chains, Tensor variance, ScalarType numberType) : MetricEstimator
{
    private readonly Tensor variance = variance.DetachFromDisposeScope();

    public override void Add(HmcState state)
    {
    }

    public override Metric Estimate()
    {
        using var scope = NewDisposeScope();
        return Metric.Diagonal(variance.unsqueeze(0).expand(chains, -1).to(numberType));
    }

    public override void Reset()
    {
    }

    public override void Save(Snapshot snapshot)
    {
    }

    public override void Restore(Snapshot snapshot)
    {
    }

    public override void Dispose() => variance.Dispose();
}
