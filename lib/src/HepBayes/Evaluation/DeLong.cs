namespace HepBayes.Evaluation;

/// <summary>
/// The variance of an empirical area under the ROC curve (DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837),
/// from midranks in n log n (Sun and Xu, IEEE Signal Processing Letters 21 (2014) 1389).
/// </summary>
internal static class DeLong
{
    /// <summary>The variance of the area.</summary>
    /// <param name="positives">The scores of class 1, at least two.</param>
    /// <param name="negatives">The scores of class 0, at least two.</param>
    /// <returns>The variance, not negative.</returns>
    public static double Variance(double[] positives, double[] negatives)
    {
        var all = MidRanks([.. positives, .. negatives]);
        var amongPositives = MidRanks(positives);
        var amongNegatives = MidRanks(negatives);
        // The share of class 0 below each positive, and of class 1 above each negative, ties one half.
        var below = new double[positives.Length];
        for (var i = 0; i < below.Length; i++)
            below[i] = (all[i] - amongPositives[i]) / negatives.Length;
        var above = new double[negatives.Length];
        for (var j = 0; j < above.Length; j++)
            above[j] = 1 - ((all[positives.Length + j] - amongNegatives[j]) / positives.Length);
        return (SampleVariance(below) / positives.Length) + (SampleVariance(above) / negatives.Length);
    }

    private static double[] MidRanks(double[] values)
    {
        var keys = (double[])values.Clone();
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(keys, order);
        var ranks = new double[values.Length];
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
                end++;
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + end + 1) / 2.0;
            start = end;
        }

        return ranks;
    }

    private static double SampleVariance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }
}
