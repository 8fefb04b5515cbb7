using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>What a model is fitted to: events, or counts in bins.</summary>
internal abstract class FitData(FitRange range)
{
    /// <summary>The range of the fit.</summary>
    public FitRange Range { get; } = range;

    /// <summary>The number of events in the range.</summary>
    public abstract double Events { get; }

    /// <summary>The number of values that were NaN.</summary>
    public virtual int Missing => 0;

    /// <summary>Whether these are counts.</summary>
    public abstract bool IsBinned { get; }

    /// <summary>-ln L of a model for these data.</summary>
    public abstract FitObjective Objective(FitModel model);

    /// <summary>Data of the same kind drawn from a model.</summary>
    public abstract FitData Toy(ToyGenerator generator, CounterRandom random);

    /// <summary>The numbers of events in equal bins over the range.</summary>
    /// <param name="bins">The number of bins; binned data have their own.</param>
    public abstract double[] Counts(int bins);
}
