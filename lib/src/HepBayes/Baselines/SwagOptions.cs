namespace HepBayes.Baselines;

/// <summary>Settings of <see cref="Swag"/>.</summary>
public sealed record SwagOptions
{
    /// <summary>
    /// Passes over the training rows, at least 2 cycles. Weights are collected at the end of each cycle, all from the first one
    /// on, so the start should be trained already.
    /// </summary>
    public int Epochs { get; init; } = 100;

    /// <summary>
    /// Epochs of a cycle, at least 1. With 1 the learning rate is constant; a longer cycle falls along half a cosine to a
    /// hundredth of the rate (Izmailov et al., arXiv 1803.05407, section 3.1).
    /// </summary>
    public int CycleEpochs { get; init; } = 1;

    /// <summary>Learning rate on the mean loss of a row, above 0. It decides how far the weights wander, and so the variance.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Momentum, from 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Rows of a mini-batch; rounded to blocks of 64 rows.</summary>
    public int BatchRows { get; init; } = 128;

    /// <summary>How many of the last deviations from the mean make up the low-rank part of the covariance, at least 2.</summary>
    public int Rank { get; init; } = 20;

    /// <summary>Decides the order of the batches.</summary>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(CycleEpochs, 1, nameof(CycleEpochs));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchRows, 1, nameof(BatchRows));
        ArgumentOutOfRangeException.ThrowIfLessThan(Rank, 2, nameof(Rank));
        if (Epochs < 2 * CycleEpochs)
            throw new ArgumentOutOfRangeException(nameof(Epochs), Epochs, $"{Epochs} epochs hold fewer than two cycles of {CycleEpochs} epochs; a variance needs at least two.");
    }
}
