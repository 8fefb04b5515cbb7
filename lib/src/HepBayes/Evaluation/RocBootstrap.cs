namespace HepBayes.Evaluation;

/// <summary>
/// Intervals and bands of a ROC curve, with weights or without, by the stratified bootstrap: as many rows of each class as there
/// are, drawn with replacement (Efron and Tibshirani, An Introduction to the Bootstrap, 1993; percentile intervals). Every row
/// keeps its weight, so a few heavy rows show as wide intervals, as they must.
/// </summary>
public sealed class RocBootstrap
{
    private readonly ScoreOrder order;
    private readonly RowResamples resamples;
    private readonly BootstrapOptions options;

    private RocBootstrap(RocCurve curve, ScoreOrder order, RowResamples resamples, BootstrapOptions options) =>
        (Curve, this.order, this.resamples, this.options) = (curve, order, resamples, options);

    /// <summary>The curve of the rows themselves.</summary>
    public RocCurve Curve { get; }

    /// <summary>The area with its interval.</summary>
    public Interval Auc => Figure(curve => curve.Auc);

    /// <summary>Prepares the resamples.</summary>
    /// <param name="scores">The score of each row; larger means more like class 1.</param>
    /// <param name="labels">The true class of each row; both classes must occur.</param>
    /// <param name="weights">One non-negative weight per row, or null for none.</param>
    /// <param name="options">Seed, number of resamples and level.</param>
    /// <exception cref="ArgumentException">Different lengths, a value that is not finite, a negative weight, one class only, or fewer than 20 resamples.</exception>
    public static RocBootstrap Of(RealValues scores, ClassLabels labels, RealValues? weights = null, BootstrapOptions? options = null)
    {
        options ??= new BootstrapOptions();
        options.Check();
        var order = ScoreOrder.Of(scores, labels, weights);
        return new RocBootstrap(order.Curve(), order, RowResamples.Of(labels, options), options);
    }

    /// <summary>A partial area with its interval; see <see cref="RocCurve.PartialAuc"/>.</summary>
    /// <param name="maximumFalsePositiveRate">The limit f, above 0 and at most 1.</param>
    /// <param name="standardised">Whether McClish's form is given.</param>
    public Interval PartialAuc(double maximumFalsePositiveRate, bool standardised = false) => Figure(curve => curve.PartialAuc(maximumFalsePositiveRate, standardised));

    /// <summary>Any figure of the curve with its interval.</summary>
    /// <param name="figure">The figure.</param>
    public Interval Figure(Func<RocCurve, double> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return options.Percentiles(figure(Curve), resamples.Each(counts => figure(order.Curve(counts))));
    }

    /// <summary>The background rejection 1 / e_b at a signal efficiency, with its interval; infinite where no background is left.</summary>
    /// <param name="signalEfficiency">The (weighted) share of class 1 that is kept. Range: above 0 and at most 1.</param>
    public Interval Rejection(double signalEfficiency) => RejectionBand([signalEfficiency])[0];

    /// <summary>The background rejection at several signal efficiencies, with pointwise intervals.</summary>
    /// <param name="signalEfficiencies">Ranges: above 0 and at most 1.</param>
    public IReadOnlyList<Interval> RejectionBand(IReadOnlyList<double> signalEfficiencies)
    {
        ArgumentNullException.ThrowIfNull(signalEfficiencies);
        return Band(signalEfficiencies, (curve, efficiency) => 1 / curve.FalsePositiveRateAt(efficiency));
    }

    /// <summary>The true positive rate at several false positive rates, with pointwise intervals.</summary>
    /// <param name="falsePositiveRates">Ranges: 0 to 1.</param>
    public IReadOnlyList<Interval> Band(IReadOnlyList<double> falsePositiveRates)
    {
        ArgumentNullException.ThrowIfNull(falsePositiveRates);
        return Band(falsePositiveRates, (curve, rate) => curve.TruePositiveRateAt(rate));
    }

    private Interval[] Band(IReadOnlyList<double> places, Func<RocCurve, double, double> read)
    {
        var curves = resamples.Each(counts =>
        {
            var curve = order.Curve(counts);
            return places.Select(place => read(curve, place)).ToArray();
        });
        return [.. places.Select((place, i) => options.Percentiles(read(Curve, place), [.. curves.Select(values => values[i])]))];
    }
}
