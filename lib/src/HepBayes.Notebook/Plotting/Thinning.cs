using HepBayes.Evaluation;

namespace HepBayes.Notebooks.Plotting;

/// <summary>Makes point sets small enough to store and draw.</summary>
internal static class Thinning
{
    /// <summary>Rows that are spread evenly over all rows.</summary>
    public static int[] Rows(int total, int most)
    {
        if (total <= most)
            return [.. Enumerable.Range(0, total)];
        var step = (double)total / most;
        return [.. Enumerable.Range(0, most).Select(i => (int)(i * step))];
    }

    /// <summary>Points of a ROC curve that are at least a thousandth of the plot apart, with both ends; at most about 2,000.</summary>
    public static List<RocPoint> Roc(RocCurve curve)
    {
        var kept = new List<RocPoint> { curve.Points[0] };
        for (var i = 1; i < curve.Points.Count; i++)
        {
            var (point, last) = (curve.Points[i], kept[^1]);
            var distance = point.FalsePositiveRate - last.FalsePositiveRate + point.TruePositiveRate - last.TruePositiveRate;
            // A relative step keeps the left end of a logarithmic axis smooth.
            var relative = point.FalsePositiveRate > 1.05 * last.FalsePositiveRate;
            if (distance >= 0.001 || relative || i == curve.Points.Count - 1)
                kept.Add(point);
        }

        return kept;
    }
}
