namespace HepBayes.Prediction;

/// <summary>
/// Targets of new events as the networks and the likelihood's noise scatter them (<see cref="PosteriorPredictive.Noisy"/>).
/// The numbers are drawn anew for each statistic, always the same ones, so nothing is stored.
/// </summary>
/// <remarks>
/// With n draws in all, the Monte Carlo error of a quantile at probability p is sqrt(p (1 - p) / n) over the density there:
/// for a normal predictive and n = 8,000, 0.03 standard deviations at 97.5 %.
/// </remarks>
public sealed class NoisyPredictive : PredictiveDraws
{
    private readonly PosteriorPredictive networks;
    private readonly int seed;
    private readonly int samples;

    internal NoisyPredictive(PosteriorPredictive networks, int seed, int samples)
        : base(networks.Chains, networks.Networks, samples, networks.Rows, networks.TargetColumns)
    {
        (this.networks, this.seed, this.samples) = (networks, seed, samples);
    }

    /// <inheritdoc/>
    private protected override void Fill(int first, int count, int output, double[][] draws)
    {
        for (var r = 0; r < count; r++)
            networks.Sample(first + r, seed, samples, output, draws[r]);
    }
}
