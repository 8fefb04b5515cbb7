using HepBayes.Runtime;

namespace HepBayes.Evaluation;

/// <summary>Bootstrap resamples of rows, stratified by class: how often each row is drawn. Resample k depends on seed and k only, so threads do not matter.</summary>
internal sealed class RowResamples
{
    private readonly int[] positives;
    private readonly int[] negatives;
    private readonly BootstrapOptions options;

    private RowResamples(int[] positives, int[] negatives, BootstrapOptions options) =>
        (this.positives, this.negatives, this.options) = (positives, negatives, options);

    public static RowResamples Of(ClassLabels labels, BootstrapOptions options)
    {
        int[] Of(bool positive) => [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == positive)];
        return new RowResamples(Of(true), Of(false), options);
    }

    /// <summary>Computes something from the counts of every resample; the counts are only lent.</summary>
    public T[] Each<T>(Func<int[], T> compute)
    {
        var results = new T[options.Resamples];
        Parallel.For(
            0,
            options.Resamples,
            new ParallelOptions { MaxDegreeOfParallelism = Compute.Threads },
            () => new int[positives.Length + negatives.Length],
            (k, _, counts) =>
            {
                var random = new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.Bootstrap, k));
                Array.Clear(counts);
                Draw(positives, counts, random);
                Draw(negatives, counts, random);
                results[k] = compute(counts);
                return counts;
            },
            _ => { });
        return results;
    }

    private static void Draw(int[] rows, int[] counts, CounterRandom random)
    {
        for (var i = 0; i < rows.Length; i++)
            counts[rows[random.NextInt(rows.Length)]]++;
    }
}
