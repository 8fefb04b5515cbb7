namespace HepBayes.Evaluation;

/// <summary>
/// Yields, background-over-signal reduction and Asimov significance for every threshold on a score, all weighted. Choose the best
/// threshold on validation rows and quote it on test rows; scale the weights of either to the full yield first
/// (<see cref="Data.EventWeights.ScaledTo"/>), as a significance depends on it.
/// </summary>
public sealed class ThresholdScan
{
    private ThresholdScan(List<ThresholdPoint> points, ThresholdScanOptions options)
    {
        Points = points.AsReadOnly();
        Options = options;
    }

    /// <summary>The thresholds, rising.</summary>
    public IReadOnlyList<ThresholdPoint> Points { get; }

    /// <summary>What the scan was made with.</summary>
    public ThresholdScanOptions Options { get; }

    /// <summary>The threshold of the largest significance among those that leave enough effective background entries.</summary>
    /// <exception cref="InvalidOperationException">None leaves enough.</exception>
    public ThresholdPoint Best => Points
        .Where(p => p.Background.EffectiveEntries >= Options.MinimumEffectiveEntries && double.IsFinite(p.Significance.Value))
        .MaxBy(p => p.Significance.Value)
        ?? throw new InvalidOperationException($"No threshold leaves {Options.MinimumEffectiveEntries} effective background entries, so none has a known background. Lower MinimumEffectiveEntries, or use more rows.");

    /// <summary>Scans thresholds.</summary>
    /// <param name="scores">The score of each row; larger means more like signal.</param>
    /// <param name="labels">The true class of each row; both classes must occur.</param>
    /// <param name="weights">One non-negative event weight per row (events).</param>
    /// <param name="options">Thresholds, error of the background and bootstrap.</param>
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite, a negative weight, one class only, a class without weight, or an option out of its range.</exception>
    public static ThresholdScan Of(RealValues scores, ClassLabels labels, RealValues weights, ThresholdScanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new ThresholdScanOptions();
        options.Check();
        var curve = RocCurve.Of(scores, labels, weights);
        double[] thresholds = options.Thresholds is { } given ? [.. given.Distinct().Order()] : Quantiles(curve, options.Steps);
        var rows = new Rows(scores, labels, weights, thresholds);
        var resampled = RowResamples.Of(labels, options.Bootstrap).Each(rows.Sums);
        var yields = rows.Yields();
        var points = new List<ThresholdPoint>();
        for (var t = 0; t < thresholds.Length; t++)
        {
            Interval Of(Func<Totals, Totals, double> figure) => options.Bootstrap.Percentiles(
                figure(Totals.Of(yields[t]), Totals.Of(yields[^1])), [.. resampled.Select(sums => figure(sums[t], sums[^1]))]);
            points.Add(new ThresholdPoint(
                thresholds[t],
                yields[t].Signal,
                yields[t].Background,
                WeightedEfficiency.Of(yields[t].Signal, yields[^1].Signal, options.Bootstrap.Level),
                WeightedEfficiency.Of(yields[t].Background, yields[^1].Background, options.Bootstrap.Level),
                Of((kept, all) => kept.Signal / all.Signal / (kept.Background / all.Background)),
                Of((kept, _) => Significance.Asimov(kept.Signal, kept.Background, options.RelativeBackgroundError * kept.Background))));
        }

        return new ThresholdScan(points, options);
    }

    // From the threshold that keeps all signal to one that keeps hardly any.
    private static double[] Quantiles(RocCurve curve, int steps) =>
        [.. Enumerable.Range(1, steps).Select(k => curve.Points.First(p => p.TruePositiveRate >= ((double)k / steps) - 1e-12).Threshold).Distinct().Order()];

    private readonly record struct Totals(double Signal, double Background)
    {
        public static Totals Of((Yield Signal, Yield Background) yields) => new(yields.Signal.Sum, yields.Background.Sum);
    }

    /// <summary>Rows by the number of thresholds that they pass; what passes no threshold counts in the totals only, which stand last.</summary>
    private sealed class Rows(RealValues scores, ClassLabels labels, RealValues weights, double[] thresholds)
    {
        private readonly int[] passed = [.. scores.Span.ToArray().Select(score => Passed(thresholds, score))];

        public (Yield Signal, Yield Background)[] Yields()
        {
            var cells = new (Yield Signal, Yield Background)[thresholds.Length + 1];
            for (var row = 0; row < passed.Length; row++)
            {
                ref var cell = ref cells[passed[row]];
                cell = labels[row] ? (cell.Signal.With(weights[row]), cell.Background) : (cell.Signal, cell.Background.With(weights[row]));
            }

            return Accumulated(cells, (a, b) => (a.Signal + b.Signal, a.Background + b.Background));
        }

        public Totals[] Sums(int[] counts)
        {
            var cells = new Totals[thresholds.Length + 1];
            for (var row = 0; row < passed.Length; row++)
            {
                if (counts[row] == 0)
                    continue;
                var weight = counts[row] * weights[row];
                var cell = cells[passed[row]];
                cells[passed[row]] = labels[row] ? cell with { Signal = cell.Signal + weight } : cell with { Background = cell.Background + weight };
            }

            return Accumulated(cells, (a, b) => new Totals(a.Signal + b.Signal, a.Background + b.Background));
        }

        // Cell n holds rows that pass n thresholds; sums from the end give what passes the n-th. All rows go to the last place.
        private static T[] Accumulated<T>(T[] cells, Func<T, T, T> add)
        {
            for (var n = cells.Length - 2; n >= 0; n--)
                cells[n] = add(cells[n], cells[n + 1]);
            return [.. cells[1..], cells[0]];
        }

        private static int Passed(double[] thresholds, double score)
        {
            var index = Array.BinarySearch(thresholds, score);
            return index >= 0 ? index + 1 : ~index;
        }
    }
}
