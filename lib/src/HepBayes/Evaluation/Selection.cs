namespace HepBayes.Evaluation;

/// <summary>What a threshold keeps of each class, with exact binomial intervals. Counts are of rows, not weighted.</summary>
public sealed class Selection
{
    private Selection(double threshold, double level, (int Signal, int Background) selected, ClassLabels labels)
    {
        Threshold = threshold;
        (SelectedSignal, SelectedBackground) = selected;
        (AllSignal, AllBackground) = (labels.Positives, labels.Negatives);
        SignalKept = BinomialInterval.ClopperPearson(SelectedSignal, AllSignal, level);
        BackgroundKept = BinomialInterval.ClopperPearson(SelectedBackground, AllBackground, level);
        BackgroundUpperLimit = BinomialInterval.UpperLimit(SelectedBackground, AllBackground, level);
    }

    /// <summary>The threshold; rows with score >= threshold are selected.</summary>
    public double Threshold { get; }

    /// <summary>Selected rows of class 1.</summary>
    public int SelectedSignal { get; }

    /// <summary>All rows of class 1.</summary>
    public int AllSignal { get; }

    /// <summary>Selected rows of class 0.</summary>
    public int SelectedBackground { get; }

    /// <summary>All rows of class 0.</summary>
    public int AllBackground { get; }

    /// <summary>The share of class 1 that is kept, with its interval (Clopper and Pearson).</summary>
    public Interval SignalKept { get; }

    /// <summary>The share of class 0 that is kept, with its interval (Clopper and Pearson).</summary>
    public Interval BackgroundKept { get; }

    /// <summary>The one-sided upper limit of the share of class 0 that is kept: what to quote when no row survived.</summary>
    public double BackgroundUpperLimit { get; }

    /// <summary>Counts what passes.</summary>
    /// <param name="scores">The score of each row, usually of test rows.</param>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="threshold">The threshold, chosen on other rows.</param>
    /// <param name="level">The confidence level of intervals and limit, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Different lengths, a score that is not finite, one class only, or a threshold that is not a number.</exception>
    public static Selection Of(RealValues scores, ClassLabels labels, double threshold, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        scores.RequireLength("scores", labels.Length, "labels");
        scores.RequireFinite("scores");
        labels.RequireBothClasses("a selection");
        if (double.IsNaN(threshold))
            throw new ArgumentException("The threshold is not a number.", nameof(threshold));
        var selected = (Signal: 0, Background: 0);
        for (var row = 0; row < labels.Length; row++)
        {
            if (scores[row] < threshold)
                continue;
            if (labels[row])
                selected.Signal++;
            else
                selected.Background++;
        }

        return new Selection(threshold, level, selected, labels);
    }

    /// <summary>Counts and shares in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"score >= {Threshold:G6}: signal {SelectedSignal} of {AllSignal}, {SignalKept}; background {SelectedBackground} of {AllBackground}, {BackgroundKept}");
}
