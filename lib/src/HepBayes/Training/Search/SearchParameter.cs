namespace HepBayes.Training.Search;

/// <summary>What a parameter of a search may be: a range of numbers, or one of several choices.</summary>
public abstract record SearchParameter
{
    private protected SearchParameter(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name, unique in a study.</summary>
    public string Name { get; }

    /// <summary>The definition as text, exact: two parameters of equal name and description are the same.</summary>
    public abstract string Description { get; }

    /// <summary>A value as text.</summary>
    /// <param name="value">The number; of a categorical parameter the place of the choice.</param>
    public abstract string Text(double value);

    /// <summary>The value if there is only one.</summary>
    internal abstract double? OnlyValue { get; }

    /// <summary>Draws a value from the prior: uniform on the parameter's own axis.</summary>
    internal abstract double DrawPrior(Runtime.CounterRandom random);

    /// <summary>The density estimate of the tree-structured Parzen estimator.</summary>
    /// <param name="values">Values of earlier trials, the oldest first.</param>
    internal abstract IParzenEstimator Estimate(IReadOnlyList<double> values);
}
