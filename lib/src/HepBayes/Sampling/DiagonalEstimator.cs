using HepBayes.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Estimates the inverse of a diagonal mass matrix from the spread of positions and of gradients: inverse mass =
/// sqrt(variance of x / variance of dlogp/dx), which minimises the Fisher divergence between the density and a normal one
/// (Seyboldt, Carlson, Carpenter, Preconditioning Hamiltonian Monte Carlo by minimizing Fisher divergence).
/// </summary>
/// <remarks>
/// For a normal density with a diagonal covariance the ratio is exact after two draws, however slowly the chain moves,
/// where the variance of the positions alone would need many independent draws. Chains may keep a matrix each, because the
/// hidden units of networks trained from different starts stand in different order; pooled, the variances within the chains
/// are averaged.
/// </remarks>
internal sealed class DiagonalEstimator : MetricEstimator
{
    private const int FewestDraws = 4;
    private const double WidestFactor = 1e6;
    private readonly RunningVariance positions;
    private readonly RunningVariance gradients;
    private readonly Tensor guess;
    private readonly ScalarType numberType;
    private readonly bool pooled;

    /// <summary>Starts without draws.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="guess">Variance of each parameter before any draw, [parameters] in float64; taken over.</param>
    /// <param name="numberType">Number type of the positions.</param>
    /// <param name="pooled">Whether all chains share one matrix.</param>
    public DiagonalEstimator(int chains, Tensor guess, ScalarType numberType, bool pooled)
    {
        (this.guess, this.numberType, this.pooled) = (guess.DetachFromDisposeScope(), numberType, pooled);
        var parameters = (int)guess.shape[0];
        positions = new RunningVariance(chains, parameters, guess.device);
        gradients = new RunningVariance(chains, parameters, guess.device);
    }

    public override void Add(HmcState state)
    {
        positions.Add(state.Position);
        gradients.Add(state.Gradient);
    }

    /// <inheritdoc/>
    /// <remarks>The guess stands where a parameter of a chain did not move.</remarks>
    public override Metric Estimate()
    {
        using var scope = NewDisposeScope();
        return Metric.Diagonal(Variance().to(numberType));
    }

    /// <summary>The inverse mass, [chains, parameters] in float64; the caller owns it.</summary>
    public Tensor Variance()
    {
        using var scope = NewDisposeScope();
        var (x, g) = (positions.Value(), gradients.Value());
        var whole = guess.unsqueeze(0).expand(x.shape);
        if (positions.Count < FewestDraws)
            return whole.clone().MoveToOuterDisposeScope();
        if (pooled)
            (x, g) = (x.mean([0], keepdim: true).expand(x.shape), g.mean([0], keepdim: true).expand(g.shape));
        using Scalar widest = WidestFactor;
        var ratio = x.div(g).sqrt();
        var usable = ratio.isfinite().logical_and(ratio.gt(Scalars.Zero));
        return where(usable, ratio, whole).minimum(whole.mul(widest)).maximum(whole.div(widest)).MoveToOuterDisposeScope();
    }

    public override void Reset()
    {
        positions.Reset();
        gradients.Reset();
    }

    public override void Save(Snapshot snapshot)
    {
        positions.Save(snapshot, "mass.positions");
        gradients.Save(snapshot, "mass.gradients");
    }

    public override void Restore(Snapshot snapshot)
    {
        positions.Restore(snapshot, "mass.positions");
        gradients.Restore(snapshot, "mass.gradients");
    }

    public override void Dispose()
    {
        positions.Dispose();
        gradients.Dispose();
        guess.Dispose();
    }
}
