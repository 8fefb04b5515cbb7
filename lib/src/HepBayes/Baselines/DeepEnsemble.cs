using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Training;

namespace HepBayes.Baselines;

/// <summary>
/// A deep ensemble of any model: networks of one architecture that climb from their own random starts to maxima of the
/// posterior and predict together (Lakshminarayanan, Pritzel, Blundell, arXiv 1612.01474; with the prior as the penalty).
/// For classifiers with a pipeline see <see cref="ClassifierEnsemble"/>.
/// </summary>
/// <example><code>
/// var ensemble = DeepEnsemble.Train(posterior, members: 10, seed: 1);
/// var predictive = ensemble.Predict(inputs);
/// var best = ensemble.Parameters(DeepEnsemble.Best(posterior, ensemble));
/// </code></example>
public static class DeepEnsemble
{
    /// <summary>Trains the members side by side.</summary>
    /// <param name="posterior">Model and training rows, on the processor; it stays the caller's.</param>
    /// <param name="members">Number of networks, at least 1; 5 to 10 are usual.</param>
    /// <param name="seed">Decides the starts, and the order of the batches in place of that of the options.</param>
    /// <param name="options">Settings of the training; null for the defaults.</param>
    /// <param name="validation">Model with validation rows, whose likelihood picks the best epoch of each member; or null.</param>
    /// <param name="progress">Told about every epoch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no members, or a setting is out of range.</exception>
    /// <exception cref="ArgumentException">The data are not on the processor.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a number; the message says what to change.</exception>
    public static TrainedNetworks Train(DensePosterior posterior, int members, int seed, AdamOptions? options = null, DensePosterior? validation = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        using var start = posterior.InitialPosition(members, seed);
        return AdamTrainer.Fit(posterior, start, (options ?? new AdamOptions()) with { Seed = seed }, validation, progress, cancellation);
    }

    /// <summary>The member with the largest posterior density, from 0: where an approximation around one maximum belongs.</summary>
    /// <param name="posterior">Model and training rows; it stays the caller's.</param>
    /// <param name="networks">The members.</param>
    /// <exception cref="ArgumentException">The members belong to another model.</exception>
    public static int Best(DensePosterior posterior, TrainedNetworks networks)
    {
        ArgumentNullException.ThrowIfNull(posterior);
        ArgumentNullException.ThrowIfNull(networks);
        using var positions = networks.Positions();
        using var own = positions.to(posterior.Device);
        var (logDensity, gradient) = posterior.Evaluate(own);
        gradient.Dispose();
        using (logDensity)
        {
            var values = HostMemory.Doubles(logDensity);
            return Array.IndexOf(values, values.Max());
        }
    }
}
