using HepBayes.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Estimates the inverse of a diagonal mass matrix for each chain from the spread of its positions and of its gradients:
/// inverse mass = sqrt(variance of x / variance of dlogp/dx), which minimises the Fisher divergence between the density and
/// a normal one (Seyboldt, Carlson, Carpenter, Preconditioning Hamiltonian Monte Carlo by minimizing Fisher divergence).
/// </summary>
/// <remarks>
/// For a normal density the ratio is exact after two draws, however slowly the chain moves, where the variance of the
/// positions alone would need many independent draws. Chains keep a matrix each, because the hidden units of networks
/// trained from different starts stand in different order.
/// </remarks>
internal sealed class MassEstimator : IDisposable
{
    private const int FewestDraws = 4;
    private const double WidestFactor = 1e6;
    private readonly RunningVariance positions;
    private readonly RunningVariance gradients;
    private readonly Tensor guess;

    /// <summary>Starts without draws.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="guess">Variance of each parameter before any draw, [parameters] in float64; taken over.</param>
    public MassEstimator(int chains, Tensor guess)
    {
        this.guess = guess.DetachFromDisposeScope();
        var parameters = (int)guess.shape[0];
        positions = new RunningVariance(chains, parameters, guess.device);
        gradients = new RunningVariance(chains, parameters, guess.device);
    }

    /// <summary>Adds where the chains stand.</summary>
    /// <param name="state">The state after a transition.</param>
    public void Add(HmcState state)
    {
        positions.Add(state.Position);
        gradients.Add(state.Gradient);
    }

    /// <summary>
    /// The inverse mass [chains, parameters] in float64, or the guess where the draws are too few or a chain did not move;
    /// the caller owns it.
    /// </summary>
    public Tensor InverseMass()
    {
        using var scope = NewDisposeScope();
        var whole = guess.unsqueeze(0).expand(positions.Value().shape);
        if (positions.Count < FewestDraws)
            return whole.clone().MoveToOuterDisposeScope();
        using Scalar widest = WidestFactor;
        var ratio = positions.Value().div(gradients.Value()).sqrt();
        var usable = ratio.isfinite().logical_and(ratio.gt(Scalars.Zero));
        return where(usable, ratio, whole).minimum(whole.mul(widest)).maximum(whole.div(widest)).MoveToOuterDisposeScope();
    }

    /// <summary>Forgets all draws.</summary>
    public void Reset()
    {
        positions.Reset();
        gradients.Reset();
    }

    public void Save(Snapshot snapshot)
    {
        positions.Save(snapshot, "mass.positions");
        gradients.Save(snapshot, "mass.gradients");
    }

    public void Restore(Snapshot snapshot)
    {
        positions.Restore(snapshot, "mass.positions");
        gradients.Restore(snapshot, "mass.gradients");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        positions.Dispose();
        gradients.Dispose();
        guess.Dispose();
    }
}
