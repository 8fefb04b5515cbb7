using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Tempering;

/// <summary>
/// Replica exchange, also called parallel tempering (Swendsen, Wang, Phys. Rev. Lett. 57 (1986) 2607; Geyer, 1991): replicas
/// of each chain sample p(x)^b for a ladder of inverse temperatures b from 1 down by Hamiltonian Monte Carlo, and exchange
/// their places with the right probability. Hot replicas pass between modes, and the replicas at temperature 1 are exact.
/// The power is that of the whole density, prior and likelihood.
/// </summary>
public static class ReplicaExchange
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters], four chains for the diagnostics; it stays the caller's. Null for random starts that climb towards a maximum (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told how far the run has come, at most 20 times a second. If it throws, it is not called again and the run goes on (<see cref="SamplingRun.ProgressError"/>).</param>
    /// <param name="cancellation">Stops between transitions; what is there is kept.</param>
    /// <returns>The draws at temperature 1, and how well the replicas travelled.</returns>
    /// <exception cref="ArgumentException">The start has the wrong shape or no chain, or the density is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run or a damaged one, or cannot be written.</exception>
    public static ReplicaExchangeRun Sample(ILogDensity density, Tensor? start = null, ReplicaExchangeOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        options ??= new ReplicaExchangeOptions();
        options.Check();
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        var position = SamplerStart.Choose(density, start, options, progress, cancellation);
        using var process = new ReplicaExchangeProcess(density, position, options);
        var draws = SamplingLoop.Run(process, density, options, progress, cancellation);
        return new ReplicaExchangeRun(draws, process.Ladder.Inverse, process.Swaps.Acceptance, process.Swaps.RoundTrips);
    }
}
