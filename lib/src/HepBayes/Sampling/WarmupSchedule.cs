namespace HepBayes.Sampling;

/// <summary>
/// Stan's warm-up windows: a fast interval for the step size, slow windows that double in length and end with an update of
/// the mass matrix, and a fast interval at the end (Stan Reference Manual, HMC algorithm parameters).
/// </summary>
public sealed class WarmupSchedule
{
    private readonly int firstSlow;
    private readonly int endSlow;
    private readonly HashSet<int> updates = [];

    /// <summary>Lays out the windows.</summary>
    /// <param name="steps">Warm-up transitions, 0 or more.</param>
    public WarmupSchedule(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        // Below 150 steps the intervals take 15, 75 and 10 %.
        var (first, last, window) = steps < 150 ? ((int)(0.15 * steps), (int)(0.1 * steps), steps - (int)(0.15 * steps) - (int)(0.1 * steps)) : (75, 50, 25);
        (firstSlow, endSlow) = (first, steps - last);
        for (var start = firstSlow; window > 0 && start < endSlow; window *= 2)
        {
            var end = start + window;
            // The last window takes the rest when twice its length would no longer fit.
            if (end + (2 * window) > endSlow)
                end = endSlow;
            updates.Add(end - 1);
            start = end;
        }
    }

    /// <summary>Whether draws of this warm-up transition (counted from 0) belong to the estimate of the mass matrix.</summary>
    /// <param name="step">Transition.</param>
    public bool IsSlow(int step) => step >= firstSlow && step < endSlow;

    /// <summary>Whether the mass matrix is updated after this transition.</summary>
    /// <param name="step">Transition.</param>
    public bool EndsWindow(int step) => updates.Contains(step);
}
