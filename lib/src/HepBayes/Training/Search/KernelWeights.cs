namespace HepBayes.Training.Search;

/// <summary>The weights of the kernels of a Parzen estimator: one for each observation, then that of the prior.</summary>
internal static class KernelWeights
{
    private const int Full = 25;

    /// <summary>
    /// Weights that add to 1. Up to 25 observations and the prior count equally; of more, the newest 25 count fully and the
    /// older ones less, rising evenly from 1/n (Optuna's documented default).
    /// </summary>
    /// <param name="observations">The number n of observations, ordered from the oldest on.</param>
    public static double[] Of(int observations)
    {
        var weights = new double[observations + 1];
        Array.Fill(weights, 1);
        var old = observations - Full;
        for (var i = 0; i < old; i++)
            weights[i] = (1.0 / observations) + (i * (1 - (1.0 / observations)) / Math.Max(1, old - 1));
        var sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }

    /// <summary>Draws a place with the probability of its weight.</summary>
    public static int Draw(double[] weights, double uniform)
    {
        var place = 0;
        for (var sum = weights[0]; sum <= uniform && place < weights.Length - 1; sum += weights[place])
            place++;
        return place;
    }
}
