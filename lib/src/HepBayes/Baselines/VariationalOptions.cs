namespace HepBayes.Baselines;

/// <summary>Settings of <see cref="MeanFieldVariational"/>.</summary>
public sealed record VariationalOptions
{
    /// <summary>Passes over the training rows, at least 1.</summary>
    public int Epochs { get; init; } = 500;

    /// <summary>Rows of a mini-batch; rounded to blocks of 64 rows.</summary>
    public int BatchRows { get; init; } = 512;

    /// <summary>
    /// Drawn weights in each step, an even number of at least 2: pairs on opposite sides of the mean, which see the same batch;
    /// each pair has batches of its own.
    /// </summary>
    public int Samples { get; init; } = 8;

    /// <summary>Adam's learning rate at the start, above 0, for means and for logarithms of standard deviations; it falls to a hundredth along a half cosine.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Standard deviation at the start as a part of the prior's, above 0.</summary>
    public double InitialScale { get; init; } = 0.05;

    /// <summary>Decides the noise and the order of the batches.</summary>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1, nameof(Epochs));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchRows, 1, nameof(BatchRows));
        if (Samples < 2 || Samples % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(Samples), Samples, "The samples of a step are pairs; give an even number of at least 2.");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive number.");
        if (!(InitialScale > 0 && double.IsFinite(InitialScale)))
            throw new ArgumentOutOfRangeException(nameof(InitialScale), InitialScale, "The scale at the start must be a positive number.");
    }
}
