using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>The tree-structured Parzen estimator, each parameter by itself.</summary>
/// <param name="StartupTrials">Trials with random values at first.</param>
/// <param name="Candidates">Candidates for each value.</param>
internal sealed record TpeSampler(int StartupTrials, int Candidates) : SearchSampler
{
    private const int MostBest = 25;

    /// <inheritdoc/>
    public override string Description => $"tree-structured Parzen estimator, {StartupTrials} start-up trials, {Candidates} candidates";

    /// <summary>How many of n trials count as the best.</summary>
    public static int Best(int trials) => Math.Min((trials + 9) / 10, MostBest);

    /// <inheritdoc/>
    internal override double Draw(SearchParameter parameter, SearchHistory history, int trial, CounterRandom random)
    {
        var ranked = history.Ranked().ToArray();
        if (ranked.Length < StartupTrials)
            return parameter.DrawPrior(random);
        var best = Best(ranked.Length);
        var (good, rest) = (Density(parameter, ranked[..best]), Density(parameter, ranked[best..]));
        return Enumerable.Range(0, Candidates).Select(_ => good.Draw(random)).ToArray()
            .MaxBy(candidate => good.LogDensity(candidate) - rest.LogDensity(candidate));
    }

    private static IParzenEstimator Density(SearchParameter parameter, IEnumerable<FinishedTrial> trials) =>
        parameter.Estimate([.. trials.Where(t => t.Has(parameter.Name)).OrderBy(t => t.Number).Select(t => t[parameter.Name])]);
}
