namespace HepBayes.Training;

/// <summary>What the training of a plain network did, epoch by epoch.</summary>
public sealed class ClassifierHistory
{
    private readonly EpochRecord[] epochs;

    internal ClassifierHistory(IEnumerable<EpochRecord> epochs) => this.epochs = [.. epochs];

    /// <summary>All epochs in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs => epochs;

    /// <summary>The number (from 1) of the epoch whose weights are kept: that of the lowest validation loss, the last one without validation rows; 0 before the first.</summary>
    public int BestEpoch
    {
        get
        {
            if (epochs.Length == 0 || double.IsNaN(epochs[0].ValidationLoss))
                return epochs.Length;
            return epochs.MinBy(e => e.ValidationLoss)!.Epoch;
        }
    }

    /// <summary>The losses as other trainings record them, for charts.</summary>
    public TrainingHistory Losses() => new(
        [[.. epochs.Select(e => e.TrainingLoss)]],
        epochs.Any(e => double.IsNaN(e.ValidationLoss)) ? [] : [[.. epochs.Select(e => e.ValidationLoss)]],
        [BestEpoch - 1]);

    internal ClassifierHistory With(EpochRecord epoch) => new(epochs.Append(epoch));

    // Both rules follow from the recorded losses, so a training that is continued needs no further state.

    /// <summary>Whether the validation loss has not fallen for long enough.</summary>
    internal bool Ends(EarlyStopping? stopping) =>
        stopping is not null && Waits(stopping.Patience, stopping.MinimumImprovement).Contains(epochs.Length);

    /// <summary>The learning rate of the next epoch.</summary>
    internal double NextRate(double start, PlateauSchedule? plateau)
    {
        var rate = start;
        foreach (var _ in plateau is null ? [] : Waits(plateau.Patience, 0))
            rate = Math.Max(Math.Min(rate, plateau!.LowestRate), rate * plateau.Factor);
        return rate;
    }

    // The epochs at which a number of epochs has passed without improvement since the last one or since the last of these.
    private List<int> Waits(int patience, double improvement)
    {
        var (best, waited, found) = (double.PositiveInfinity, 0, new List<int>());
        foreach (var epoch in epochs)
        {
            if (epoch.ValidationLoss < best - improvement)
            {
                (best, waited) = (epoch.ValidationLoss, 0);
            }
            else if (++waited == patience)
            {
                found.Add(epoch.Epoch);
                waited = 0;
            }
        }

        return found;
    }
}
