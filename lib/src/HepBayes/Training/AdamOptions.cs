namespace HepBayes.Training;

/// <summary>Settings of training by Adam (Kingma and Ba, arXiv 1412.6980).</summary>
public sealed record AdamOptions
{
    /// <summary>Passes over the training rows, at least 1.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Rows of a mini-batch; rounded to blocks of 128 rows.</summary>
    public int BatchRows { get; init; } = 512;

    /// <summary>Learning rate at the start; it falls to a hundredth along a half cosine.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>
    /// Weight of the log prior in the objective: 1 finds the posterior's maximum, 0 the likelihood's. Hyper-parameters of the
    /// prior keep their start: with free scales the joint density is largest where scales and weights shrink to 0 together.
    /// </summary>
    public double PriorWeight { get; init; } = 1;

    /// <summary>Decides the order of the batches.</summary>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1, nameof(Epochs));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchRows, 1, nameof(BatchRows));
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive number.");
        if (!(PriorWeight >= 0 && double.IsFinite(PriorWeight)))
            throw new ArgumentOutOfRangeException(nameof(PriorWeight), PriorWeight, "The weight of the prior must be 0 or a positive number.");
    }
}
