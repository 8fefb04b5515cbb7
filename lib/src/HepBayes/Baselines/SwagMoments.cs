using HepBayes.Runtime;

namespace HepBayes.Baselines;

/// <summary>
/// Running mean and variance of weights along a path, and the last deviations from the mean at their time: the normal
/// distribution N(mean, diagonal / 2 + D D^T / (2 (K - 1))) of arXiv 1902.02476, section 3.3.
/// </summary>
/// <param name="parameters">Length of the vectors.</param>
/// <param name="rank">K, the most deviations that are kept.</param>
internal sealed class SwagMoments(int parameters, int rank)
{
    private readonly double[] squares = new double[parameters];
    private readonly Queue<double[]> deviations = new();
    private int count;

    /// <summary>The mean.</summary>
    public double[] Mean { get; } = new double[parameters];

    /// <summary>The variance of each parameter, divisor n.</summary>
    public double[] Variance => Array.ConvertAll(squares, s => s / count);

    /// <summary>The last deviations, the oldest first.</summary>
    public IReadOnlyCollection<double[]> Deviations => deviations;

    /// <summary>Takes the weights of one moment.</summary>
    public void Add(ReadOnlySpan<float> weights)
    {
        count++;
        var deviation = new double[parameters];
        for (var i = 0; i < parameters; i++)
        {
            var before = weights[i] - Mean[i];
            Mean[i] += before / count;
            deviation[i] = weights[i] - Mean[i];
            squares[i] += before * deviation[i];
        }

        deviations.Enqueue(deviation);
        if (deviations.Count > rank)
            deviations.Dequeue();
    }

    /// <summary>Draws weights.</summary>
    public void Draw(CounterRandom random, Span<float> weights)
    {
        var drawn = new double[parameters];
        for (var i = 0; i < parameters; i++)
            drawn[i] = Mean[i] + (Math.Sqrt(squares[i] / (2 * count)) * random.NextNormal());
        var scale = 1 / Math.Sqrt(2.0 * (deviations.Count - 1));
        foreach (var deviation in deviations)
        {
            var factor = scale * random.NextNormal();
            for (var i = 0; i < parameters; i++)
                drawn[i] += factor * deviation[i];
        }

        for (var i = 0; i < parameters; i++)
            weights[i] = (float)drawn[i];
    }
}
