using HepBayes.Evaluation;
using HepBayes.Generative.Exploration;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics;

namespace HepBayes.Tests.Generative.Exploration;

public class WantedCountTests
{
    private const int Pool = 200;

    // One round is the textbook case: the posterior is C(t, k) C(N - t, n - k), normalised.
    [Fact]
    public void OneRoundGivesTheTextbookPosterior()
    {
        ExplorationRound round = new(0, 20, 6, 0, Pool, 20, 6, "");
        var weights = Enumerable.Range(0, Pool + 1).Select(t => Combinatorics.Combinations(t, 6) * Combinatorics.Combinations(Pool - t, 14)).ToArray();
        var total = weights.Sum();
        double Quantile(double p)
        {
            var (sum, t) = (0.0, -1);
            while (sum < p * total)
                sum += weights[++t];
            return t;
        }

        Assert.Equal(new Interval(Quantile(0.5), Quantile(0.025), Quantile(0.975)), WantedCount.Posterior(Pool, [round]));
        Assert.Equal(new Interval(100, 5, 195), WantedCount.Posterior(Pool, []));
        // All points asked: the number is known.
        Assert.Equal(new Interval(31, 31, 31), WantedCount.Posterior(Pool, [round with { Calls = Pool, Found = 31, RandomCalls = 20 }]));
    }

    // T from the prior, then rounds whose chosen points are as unfair as can be: all wanted while there are any. A central 95 % interval of a discrete
    // posterior covers at least 95 %, and little more.
    [Fact]
    public void TheIntervalCoversWhateverTheStrategyDoes()
    {
        const int Repetitions = 1500;
        int Covered(bool honest) => Enumerable.Range(0, Repetitions).Count(repetition =>
        {
            var random = new CounterRandom(7, (ulong)repetition);
            var wanted = random.NextInt(Pool + 1);
            var interval = WantedCount.Posterior(Pool, Explored(wanted, random, honest));
            return interval.Contains(wanted);
        });

        var covered = BinomialInterval.ClopperPearson(Covered(honest: true), Repetitions, 1 - StatAssert.FalseAlarmRate);
        Assert.True(covered.High >= 0.95 && covered.Low <= 0.97, $"covered in {covered} of the repetitions");
        // The same with the chosen points counted as if they had been random: the mistake that the method exists to avoid.
        var mistaken = BinomialInterval.ClopperPearson(Covered(honest: false), Repetitions, 1 - StatAssert.FalseAlarmRate);
        Assert.True(mistaken.High < 0.95, $"covered in {mistaken} of the repetitions");
    }

    [Fact]
    public void ContradictionsAreNamed()
    {
        ExplorationRound round = new(0, 20, 6, 0, Pool, 20, 6, "");
        Assert.Throws<ArgumentException>(() => WantedCount.Posterior(Pool, [round with { Open = null }]));
        Assert.Throws<ArgumentException>(() => WantedCount.Posterior(10, [round]));
        Assert.Throws<ArgumentException>(() => WantedCount.Posterior(Pool, [round with { Open = 25, RandomFound = 0 }]));
    }

    private static List<ExplorationRound> Explored(int wanted, CounterRandom random, bool honest)
    {
        var (rounds, open, found) = (new List<ExplorationRound>(), Pool, 0);
        for (var number = 0; number < 6; number++)
        {
            var drawn = number == 0 ? 20 : 5;
            var hits = random.Permutation(open).Take(drawn).Count(i => i < wanted - found);
            var chosen = number == 0 ? 0 : Math.Min(8, wanted - found - hits);
            var calls = drawn + chosen + (rounds.Count == 0 ? 0 : rounds[^1].Calls);
            rounds.Add(new ExplorationRound(number, calls, found + hits + chosen, found, open, honest ? drawn : drawn + chosen, honest ? hits : hits + chosen, ""));
            (found, open) = (found + hits + chosen, Pool - calls);
        }

        return rounds;
    }
}
