using System.Collections.Concurrent;
using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Generative;

/// <summary>
/// Whether a generator copies its training events: the distance of each generated event to the nearest training event against that to
/// the nearest of as many held-out events. Without copying either is nearer equally often.
/// </summary>
/// <param name="NearerToTraining">The share of generated events that lie nearer to a training event, with its exact interval; 0.5 without copying, 1 for copies.</param>
/// <param name="TrainingDistances">Distance to the nearest training event, [generated events], in standard deviations of the held-out events.</param>
/// <param name="HeldOutDistances">Distance to the nearest held-out event.</param>
public sealed record CopyTest(Interval NearerToTraining, double[] TrainingDistances, double[] HeldOutDistances)
{
    /// <summary>Runs the test; its time grows with the product of the numbers of events.</summary>
    /// <param name="generated">Generated events.</param>
    /// <param name="training">Training events.</param>
    /// <param name="heldOut">True events that were not trained on; the same number as <paramref name="training"/>, so that both are equally dense.</param>
    /// <param name="level">The confidence level of the share.</param>
    /// <exception cref="ArgumentException">No events, other numbers of variables, or unequal numbers of training and held-out events.</exception>
    public static CopyTest Run(EventSample generated, EventSample training, EventSample heldOut, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(heldOut);
        generated.RequireEvents("generated events");
        heldOut.RequireEvents("held-out events");
        training.RequireDimensions(generated.Dimensions, nameof(training));
        heldOut.RequireDimensions(generated.Dimensions, nameof(heldOut));
        if (training.Count != heldOut.Count)
            throw new ArgumentException($"There are {training.Count} training and {heldOut.Count} held-out events; distances only compare between equal numbers. Take as many of each.", nameof(heldOut));
        var scales = Enumerable.Range(0, heldOut.Dimensions).Select(v => 1 / Deviation(heldOut.Column(v))).ToArray();
        var points = Scaled(generated, scales);
        var (near, far) = (Nearest(points, Scaled(training, scales), scales.Length), Nearest(points, Scaled(heldOut, scales), scales.Length));
        var nearer = near.Zip(far, (a, b) => a < b ? 1 : 0).Sum();
        return new CopyTest(BinomialInterval.ClopperPearson(nearer, near.Length, level), near, far);
    }

    private static double Deviation(double[] column)
    {
        var mean = column.Average();
        var variance = column.Sum(x => (x - mean) * (x - mean)) / column.Length;
        return variance > 0 ? Math.Sqrt(variance) : 1;
    }

    private static float[] Scaled(EventSample events, double[] scales)
    {
        var values = events.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(values[i] * scales[i % scales.Length]);
        return values;
    }

    private static double[] Nearest(float[] points, float[] others, int dimensions)
    {
        var result = new double[points.Length / dimensions];
        Parallel.ForEach(Partitioner.Create(0, result.Length), Compute.Parallel, range =>
        {
            for (var row = range.Item1; row < range.Item2; row++)
                result[row] = Math.Sqrt(NearestSquare(points.AsSpan(row * dimensions, dimensions), others));
        });
        return result;
    }

    private static float NearestSquare(ReadOnlySpan<float> point, float[] others)
    {
        var least = float.PositiveInfinity;
        for (var other = 0; other < others.Length; other += point.Length)
        {
            var square = 0f;
            for (var v = 0; v < point.Length; v++)
                square += (point[v] - others[other + v]) * (point[v] - others[other + v]);
            least = Math.Min(least, square);
        }

        return least;
    }
}
