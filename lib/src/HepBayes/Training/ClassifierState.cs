namespace HepBayes.Training;

/// <summary>All that a training needs to go on: weights, the optimiser's memory, the best weights and the history.</summary>
internal sealed class ClassifierState
{
    /// <param name="weights">[network's parameters | scales and shifts of batch normalisation].</param>
    /// <param name="running">Running means and variances of batch normalisation; empty without it.</param>
    public ClassifierState(float[] weights, float[] running)
    {
        (Weights, Running) = (weights, running);
        BestRunning = (float[])running.Clone();
        (First, Second) = (new float[weights.Length], new float[weights.Length]);
        Best = (float[])weights.Clone();
    }

    public float[] Weights { get; init; }

    public float[] First { get; init; }

    public float[] Second { get; init; }

    public float[] Best { get; init; }

    public float[] Running { get; init; }

    public float[] BestRunning { get; init; }

    public long Steps { get; set; }

    public ClassifierHistory History { get; set; } = new([]);

    public ClassifierState Copy() => new((float[])Weights.Clone(), (float[])Running.Clone())
    {
        First = (float[])First.Clone(),
        Second = (float[])Second.Clone(),
        Best = (float[])Best.Clone(),
        BestRunning = (float[])BestRunning.Clone(),
        Steps = Steps,
        History = History,
    };
}
