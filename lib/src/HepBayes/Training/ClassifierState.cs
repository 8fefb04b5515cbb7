namespace HepBayes.Training;

/// <summary>All that a training needs to go on: weights, the optimiser's memory, the best weights and the history.</summary>
internal sealed class ClassifierState
{
    public ClassifierState(float[] weights)
    {
        Weights = weights;
        (First, Second) = (new float[weights.Length], new float[weights.Length]);
        Best = (float[])weights.Clone();
    }

    public float[] Weights { get; init; }

    public float[] First { get; init; }

    public float[] Second { get; init; }

    public float[] Best { get; init; }

    public long Steps { get; set; }

    public ClassifierHistory History { get; set; } = new([]);

    public ClassifierState Copy() => new((float[])Weights.Clone())
    {
        First = (float[])First.Clone(),
        Second = (float[])Second.Clone(),
        Best = (float[])Best.Clone(),
        Steps = Steps,
        History = History,
    };
}
