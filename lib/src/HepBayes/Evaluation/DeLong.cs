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
        var parts = Components.Of(positives, negatives);
        return Components.Covariance(parts, parts);
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

    /// <summary>The structural components of an area: the share of class 0 below each row of class 1, and of class 1 above each row of class 0, ties one half.</summary>
    internal sealed record Components(double[] Below, double[] Above)
    {
        /// <summary>The area: the mean of either.</summary>
        public double Auc => Below.Average();

        public static Components Of(double[] positives, double[] negatives)
        {
            var all = MidRanks([.. positives, .. negatives]);
            var amongPositives = MidRanks(positives);
            var amongNegatives = MidRanks(negatives);
            var below = new double[positives.Length];
            for (var i = 0; i < below.Length; i++)
                below[i] = (all[i] - amongPositives[i]) / negatives.Length;
            var above = new double[negatives.Length];
            for (var j = 0; j < above.Length; j++)
                above[j] = 1 - ((all[positives.Length + j] - amongNegatives[j]) / positives.Length);
            return new Components(below, above);
        }

        /// <summary>The covariance of two areas of the same rows.</summary>
        public static double Covariance(Components first, Components second) =>
            (SampleCovariance(first.Below, second.Below) / first.Below.Length) + (SampleCovariance(first.Above, second.Above) / first.Above.Length);

        private static double SampleCovariance(double[] a, double[] b)
        {
            var (meanA, meanB) = (a.Average(), b.Average());
            return a.Zip(b, (u, v) => (u - meanA) * (v - meanB)).Sum() / (a.Length - 1);
        }
    }
}
