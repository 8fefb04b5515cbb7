using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Preprocessing;

/// <summary>
/// Two ways to make the classes count equally in training: leave out rows of the larger class, or weight the rows. Weights lose no
/// rows and are the better choice; both change training only, never efficiencies or yields.
/// </summary>
public static class ClassBalance
{
    /// <summary>As many rows of each class as the smaller one has, in random order.</summary>
    /// <param name="table">Rows of both classes.</param>
    /// <param name="label">The label column, 0 or 1.</param>
    /// <param name="seed">Decides which rows of the larger class stay.</param>
    /// <exception cref="UserErrorException">A label is neither 0 nor 1, or a class has no rows.</exception>
    public static Table Sample(Table table, string label, int seed)
    {
        ArgumentNullException.ThrowIfNull(table);
        var labels = table.Values(label);
        CheckClasses(table, label, Sums(table, label, null), "rows");
        var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Balance));
        var order = random.Permutation(table.Rows);
        var size = Math.Min(labels.Count(l => l == 1), labels.Count(l => l == 0));
        var taken = new int[2];
        return table.Take([.. order.Where(row => taken[(int)labels[row]]++ < size)]);
    }

    /// <summary>
    /// Weights for training: each class's event weights are scaled to the sum N/2, so the classes count equally and the mean weight
    /// is 1.
    /// </summary>
    /// <param name="table">Rows of both classes.</param>
    /// <param name="label">The label column, 0 or 1.</param>
    /// <param name="weights">The column of event weights, none negative; null if all are 1.</param>
    /// <returns>One weight a row.</returns>
    /// <exception cref="UserErrorException">A label is neither 0 nor 1, a weight is negative or not finite, or a class has no weight.</exception>
    public static float[] Weights(Table table, string label, string? weights = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var sums = Sums(table, label, weights);
        CheckClasses(table, label, sums, "weight");
        var labels = table.Values(label);
        var own = weights is null ? null : table.Values(weights);
        return [.. labels.Select((l, row) => (float)((own?[row] ?? 1.0) * 0.5 * table.Rows / sums[(int)l]))];
    }

    /// <summary>Event weights scaled to the mean 1, the classes as they are.</summary>
    internal static float[] MeanOne(Table table, string label, string weights)
    {
        var sum = Sums(table, label, weights).Sum();
        if (!(sum > 0))
            throw new UserErrorException($"All weights of {table.Source} (column '{weights}') are 0; nothing can be learnt.");
        return Array.ConvertAll(table.Values(weights), w => (float)(w * (double)table.Rows / sum));
    }

    private static double[] Sums(Table table, string label, string? weights)
    {
        var labels = table.Values(label);
        var own = weights is null ? null : table.Values(weights);
        if (own is not null)
            table.CheckFinite(weights!, own);
        var sums = new double[2];
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] is not (0f or 1f))
                throw new UserErrorException($"The label in row {row} of {table.Source} (column '{label}') is {labels[row]}; labels are 0 or 1.");
            var weight = own?[row] ?? 1;
            if (weight < 0)
                throw new UserErrorException($"The weight in row {row} of {table.Source} (column '{weights}') is {weight}; training takes no negative weights. Leave such rows out of training, but keep them in every yield and in testing.");
            sums[(int)labels[row]] += weight;
        }

        return sums;
    }

    private static void CheckClasses(Table table, string label, double[] sums, string what)
    {
        var empty = Array.FindIndex(sums, sum => !(sum > 0));
        if (empty >= 0)
            throw new UserErrorException($"Class {empty} of {table.Source} (column '{label}', {table.Rows} rows) has no {what}; both classes are needed. Check the selection of rows.");
    }
}
