using System.Text.Json.Serialization;

namespace HepBayes.Training;

/// <summary>Settings of the training of a plain network. The weights of the epoch with the lowest validation loss are kept.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training rows, at least 1; those of an earlier training that is continued count.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>Rows of a mini-batch, at least 1; the last batch of an epoch may be smaller.</summary>
    public int BatchRows { get; init; } = 100;

    /// <summary>How weights follow their gradient.</summary>
    [JsonIgnore]
    public Optimiser Optimiser { get; init; } = Optimiser.Adam();

    /// <summary>When to end early; null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>When to lower the learning rate; null for never.</summary>
    public PlateauSchedule? Plateau { get; init; }

    /// <summary>Whether the classes count equally in the loss, each with half of all weight, in training and in validation rows.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>The column of event weights, none negative; null if all are 1.</summary>
    public string? WeightColumn { get; init; }

    /// <summary>Decides the initial weights, the order of the rows and what dropout drops.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The folder in which each training writes a folder of its own, named by date and time; null to write nothing.</summary>
    [JsonIgnore]
    public string? RunLog { get; init; }

    /// <summary>Called after each epoch; false ends the training there. For pruning and for displays of one's own.</summary>
    [JsonIgnore]
    public Func<EpochRecord, bool>? AfterEpoch { get; init; }

    internal void Check(bool hasValidation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1, nameof(Epochs));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchRows, 1, nameof(BatchRows));
        ArgumentNullException.ThrowIfNull(Optimiser);
        Optimiser.Check();
        if (EarlyStopping is { } stop)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(stop.Patience, 1, nameof(EarlyStopping));
            ArgumentOutOfRangeException.ThrowIfNegative(stop.MinimumImprovement, nameof(EarlyStopping));
        }

        if (Plateau is { } plateau)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(plateau.Patience, 1, nameof(Plateau));
            if (!(plateau.Factor > 0 && plateau.Factor < 1 && plateau.LowestRate >= 0))
                throw new ArgumentOutOfRangeException(nameof(Plateau), plateau, "The factor of a plateau schedule lies between 0 and 1, and the lowest rate is not negative.");
        }

        if (!hasValidation && (EarlyStopping is not null || Plateau is not null))
            throw new ArgumentException("Early stopping and the plateau schedule watch the validation loss, but the split has no validation rows. Give it some, or set both to null.");
    }
}
