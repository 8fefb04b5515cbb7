namespace HepBayes.Training.Search;

/// <summary>When a trial is given up on the way. Settings only.</summary>
public abstract record Pruner
{
    private protected Pruner()
    {
    }

    /// <summary>The rule as text, with its settings.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// Gives a trial up if its best value so far is worse than the median of the values that complete trials reported at the same
    /// step (Optuna's documented rule).
    /// </summary>
    /// <param name="startupTrials">Complete trials before any is given up, at least 1.</param>
    /// <param name="warmupSteps">Steps below this are never judged, at least 0.</param>
    public static Pruner Median(int startupTrials = 5, int warmupSteps = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(startupTrials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupSteps);
        return new MedianPruner(startupTrials, warmupSteps);
    }

    /// <summary>Why a trial should be given up, or null if it should not.</summary>
    /// <param name="history">The finished trials.</param>
    /// <param name="reports">What the trial has reported so far, at least one value.</param>
    internal abstract string? Judge(SearchHistory history, IReadOnlyList<IntermediateValue> reports);
}
