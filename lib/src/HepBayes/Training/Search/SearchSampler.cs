using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>How a search chooses the next values. Settings only; all it knows comes from the finished trials.</summary>
public abstract record SearchSampler
{
    private protected SearchSampler()
    {
    }

    /// <summary>The rule as text, with its settings: part of what must be the same for a study to go on.</summary>
    public abstract string Description { get; }

    /// <summary>The number of trials after which there is nothing left to try; null for no end.</summary>
    internal virtual int? MaximumTrials => null;

    /// <summary>
    /// The tree-structured Parzen estimator (Bergstra et al., NeurIPS 2011) with the documented defaults of Optuna 3.1: of n trials the
    /// min(ceil(n/10), 25) best make a density l and the others a density g, for each parameter by itself; of some candidates drawn
    /// from l the one with the largest l/g is taken.
    /// </summary>
    /// <param name="startupTrials">Trials with random values before the densities are used, at least 0.</param>
    /// <param name="candidates">The number of candidates, at least 1.</param>
    public static SearchSampler Tpe(int startupTrials = 10, int candidates = 24)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startupTrials);
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 1);
        return new TpeSampler(startupTrials, candidates);
    }

    /// <summary>Independent values, uniform on each parameter's axis.</summary>
    public static SearchSampler Random() => new RandomSampler();

    /// <summary>
    /// All combinations of given values, each once, in random order, so that a search that ends early has not seen one corner only.
    /// </summary>
    /// <param name="axes">The names of parameters and their values: numbers within the range, or choices.</param>
    /// <exception cref="ArgumentException">There are no axes, one is empty, or a name is there twice.</exception>
    public static SearchSampler Grid(params (string Name, object[] Values)[] axes) => new GridSampler(axes);

    /// <summary>The next value of a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="history">The finished trials.</param>
    /// <param name="trial">The number of the trial.</param>
    /// <param name="random">The random numbers of the trial.</param>
    internal abstract double Draw(SearchParameter parameter, SearchHistory history, int trial, CounterRandom random);
}
