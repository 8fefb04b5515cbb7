using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>
/// The probabilities of choices: each observation gives every choice 1/(n+1) and its own 1 more, normalised; the prior gives
/// every choice the same.
/// </summary>
internal sealed class CategoricalParzenEstimator : IParzenEstimator
{
    private readonly double[] probabilities;

    /// <summary>Estimates from the places of observed choices.</summary>
    /// <param name="choices">The number of choices.</param>
    /// <param name="observations">Observed places, the oldest first.</param>
    public CategoricalParzenEstimator(int choices, IReadOnlyList<double> observations)
    {
        var weights = KernelWeights.Of(observations.Count);
        var spread = 1.0 / (observations.Count + 1);
        var norm = 1 + (choices * spread);
        probabilities = new double[choices];
        Array.Fill(probabilities, (weights[^1] / choices) + ((1 - weights[^1]) * spread / norm));
        for (var i = 0; i < observations.Count; i++)
            probabilities[(int)observations[i]] += weights[i] / norm;
    }

    /// <inheritdoc/>
    public double Draw(CounterRandom random) => KernelWeights.Draw(probabilities, random.NextDouble());

    /// <inheritdoc/>
    public double LogDensity(double value) => Math.Log(probabilities[(int)value]);
}
