using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>Independent values.</summary>
internal sealed record RandomSampler : SearchSampler
{
    /// <inheritdoc/>
    public override string Description => "random";

    /// <inheritdoc/>
    internal override double Draw(SearchParameter parameter, SearchHistory history, int trial, CounterRandom random) => parameter.DrawPrior(random);
}
