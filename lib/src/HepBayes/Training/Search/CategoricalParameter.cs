using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>One of several choices without an order.</summary>
public sealed record CategoricalParameter : SearchParameter
{
    internal CategoricalParameter(string name, IReadOnlyList<string> choices)
        : base(name)
    {
        if (choices.Count == 0)
            throw new ArgumentException($"Parameter '{name}' has no choices; give at least one.");
        var twice = choices.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"Parameter '{name}' has two choices that read '{twice.Key}'; their texts must differ, because the study is stored as text.");
        Choices = choices;
    }

    /// <summary>The choices as text, in order.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <inheritdoc/>
    public override string Description => "one of " + string.Join(", ", Choices);

    /// <inheritdoc/>
    internal override double? OnlyValue => Choices.Count == 1 ? 0 : null;

    /// <summary>Whether the other has the same name and choices.</summary>
    /// <param name="other">The other parameter.</param>
    public bool Equals(CategoricalParameter? other) => other is not null && Name == other.Name && Choices.SequenceEqual(other.Choices);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Choices.Count);

    /// <inheritdoc/>
    public override string Text(double value) => Choices[(int)value];

    /// <inheritdoc/>
    internal override double DrawPrior(CounterRandom random) => random.NextInt(Choices.Count);

    /// <inheritdoc/>
    internal override IParzenEstimator Estimate(IReadOnlyList<double> values) => new CategoricalParzenEstimator(Choices.Count, values);
}
