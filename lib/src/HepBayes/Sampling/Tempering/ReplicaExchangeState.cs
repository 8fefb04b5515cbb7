using TorchSharp;

namespace HepBayes.Sampling.Tempering;

/// <summary>
/// Where the replicas of every chain stand: rows of chain x temperatures + temperature, the coldest of each chain first.
/// </summary>
/// <param name="Position">[chains x temperatures, parameters].</param>
/// <param name="LogDensity">b log p(x) with the row's inverse temperature b, [chains x temperatures], float64.</param>
/// <param name="Gradient">Its gradient, [chains x temperatures, parameters].</param>
/// <param name="InverseTemperatures">The inverse temperatures, the same for all chains, [temperatures], from 1 down.</param>
/// <param name="Turn">Transitions made; exchanges are tried of the pairs (0, 1), (2, 3), ... after the first of two and of (1, 2), (3, 4), ... after the second.</param>
public readonly record struct ReplicaExchangeState(torch.Tensor Position, torch.Tensor LogDensity, torch.Tensor Gradient, IReadOnlyList<double> InverseTemperatures, long Turn) : IDisposable
{
    /// <summary>Number of chains.</summary>
    public int Chains => (int)Position.shape[0] / InverseTemperatures.Count;

    /// <summary>The rows as chains of Hamiltonian Monte Carlo.</summary>
    internal HmcState Replicas => new(Position, LogDensity, Gradient);

    /// <summary>Positions at temperature 1, [chains, parameters]; the caller owns them.</summary>
    public torch.Tensor Coldest()
    {
        using var scope = torch.NewDisposeScope();
        return Position.reshape(Chains, InverseTemperatures.Count, -1).select(1, 0).clone().MoveToOuterDisposeScope();
    }

    /// <summary>Releases the three tensors.</summary>
    public void Dispose() => Replicas.Dispose();
}
