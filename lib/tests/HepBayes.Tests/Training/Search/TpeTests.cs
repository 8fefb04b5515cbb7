using System.Globalization;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using HepBayes.Training.Search;

namespace HepBayes.Tests.Training.Search;

public class TpeTests
{
    private const int Trials = 50;

    private static readonly Dictionary<string, double[]> Optuna = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Training", "Search", "Golden", "tpe-best.csv")).Skip(1).Select(l => l.Split(','))
        .GroupBy(r => r[0], r => double.Parse(r[2], CultureInfo.InvariantCulture)).ToDictionary(g => g.Key, g => g.ToArray());

    // Best values of 50 trials of Optuna 3.1 (Golden/reference.py) and of ours, over as many seeds.
    [Theory]
    [InlineData("sphere")]
    [InlineData("branin")]
    [InlineData("mixed")]
    public void BestValuesAreDistributedAsThoseOfOptuna(string name)
    {
        var (distance, limit) = Compare(name, SearchSampler.Tpe());
        Assert.True(distance < limit, $"{name}: distance {distance:F3} of the two distributions; limit {limit:F3}.");
    }

    // Of 100 seeds only gross errors show in the outcome; the densities themselves are compared point by point in ParzenEstimatorTests.
    [Fact]
    public void PlantedErrorsAreNoticed()
    {
        foreach (var planted in new[] { SearchSampler.Random(), new Exchanged() })
        {
            var (distance, limit) = Compare("sphere", planted);
            Assert.True(distance > limit, $"{planted.Description}: distance {distance:F3} passes the limit {limit:F3}.");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(50, 5)]
    [InlineData(250, 25)]
    [InlineData(1000, 25)]
    public void TheBestTenthCountsAsGood(int trials, int best) => Assert.Equal(best, TpeSampler.Best(trials));

    [Fact]
    public void PrunedTrialsRankBehindCompleteOnesByHowFarTheyCame()
    {
        FinishedTrial Of(int number, TrialState state, double value, params int[] steps) =>
            new(number, state, value, [], [.. steps.Select(s => new IntermediateValue(s, value))], 0, "");
        FinishedTrial[] trials =
        [
            Of(0, TrialState.Pruned, 9, 1), Of(1, TrialState.Complete, 3), Of(2, TrialState.Failed, double.NaN), Of(3, TrialState.Pruned, 8, 1, 2),
            Of(4, TrialState.Complete, 5), Of(5, TrialState.Pruned, 7, 1),
        ];
        Assert.Equal([1, 4, 3, 5, 0], new SearchHistory(SearchDirection.Minimise, trials).Ranked().Select(t => t.Number));
        Assert.Equal([4, 1, 3, 0, 5], new SearchHistory(SearchDirection.Maximise, trials).Ranked().Select(t => t.Number));
    }

    // Wei and Dudley, Statistics and Probability Letters 82 (2012) 636: e exp(-n D^2) bounds the probability for two samples of n.
    private static (double Distance, double Limit) Compare(string name, SearchSampler sampler)
    {
        var theirs = Optuna[name].Order().ToArray();
        Func<Trial, double> function = name switch { "sphere" => SearchFunctions.Sphere, "branin" => SearchFunctions.Branin, _ => SearchFunctions.Mixed };
        var ours = new double[theirs.Length];
        Parallel.For(0, ours.Length, seed => ours[seed] = Study.Create(new StudyOptions { Sampler = sampler, Seed = seed }).Run(function, Trials).Best.Value);
        double Share(double[] values, double x) => (double)values.Count(v => v <= x) / values.Length;
        var distance = ours.Concat(theirs).Max(x => Math.Abs(Share(ours, x) - Share(theirs, x)));
        return (distance, Math.Sqrt((1 - Math.Log(StatAssert.FalseAlarmRate)) / theirs.Length));
    }

    // The two densities in each other's place.
    private sealed record Exchanged : SearchSampler
    {
        public override string Description => "exchanged densities";

        internal override double Draw(SearchParameter parameter, SearchHistory history, int trial, CounterRandom random)
        {
            var ranked = history.Ranked().ToArray();
            if (ranked.Length < 10)
                return parameter.DrawPrior(random);
            IParzenEstimator Density(IEnumerable<FinishedTrial> trials) => parameter.Estimate([.. trials.OrderBy(t => t.Number).Select(t => t[parameter.Name])]);
            var best = TpeSampler.Best(ranked.Length);
            var (good, rest) = (Density(ranked[..best]), Density(ranked[best..]));
            return Enumerable.Range(0, 24).Select(_ => rest.Draw(random)).ToArray().MaxBy(c => rest.LogDensity(c) - good.LogDensity(c));
        }
    }
}
