namespace HepBayes.Networks;

/// <summary>A prior with one relevance for each input; see <see cref="Prior.WithRelevance"/>.</summary>
internal sealed class RelevancePrior : Prior
{
    /// <summary>How <see cref="Name"/> ends: the setting follows in brackets.</summary>
    internal const string Suffix = " with relevance";

    private const string FirstLayer = "layer1.weight";
    private const string Relevance = "layer1.relevance[";
    private readonly Prior weights;
    private readonly double scale;

    internal RelevancePrior(Prior weights, double scale)
    {
        if (weights is RelevancePrior)
            throw new ArgumentException($"The prior '{weights.Name}' has relevances already; give the one of the weights alone.", nameof(weights));
        (this.weights, this.scale) = (weights, Positive.Check(scale, nameof(scale)));
    }

    public override string Name => FormattableString.Invariant($"{weights.Name}{Suffix}({scale})");

    /// <summary>The relevances among the names of a network's parameters: the place of each, in the order of the inputs.</summary>
    public static int[] Places(IReadOnlyList<string> parameterNames) =>
        [.. parameterNames.Index().Where(p => p.Item.StartsWith(Relevance, StringComparison.Ordinal)).Select(p => p.Index)];

    public override PriorDensity Of(IReadOnlyList<ParameterBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var first = blocks.FirstOrDefault(b => b.Name == FirstLayer);
        if (first.Count == 0)
            throw new ArgumentException($"Relevances stand in front of a dense network, whose first weights are '{FirstLayer}'; found {string.Join(", ", blocks.Select(b => b.Name))}.", nameof(blocks));
        return new RelevanceDensity(weights.Of(blocks), first, [.. Enumerable.Range(0, first.Rows).Select(i => FormattableString.Invariant($"{Relevance}{i}]"))], scale);
    }
}
