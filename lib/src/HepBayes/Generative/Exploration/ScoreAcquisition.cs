using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>The candidates with the largest scores; equal ones in random order. While no wanted point is known, networks can at best say where they disagree.</summary>
internal sealed class ScoreAcquisition(string name, Func<RegionPrediction, double[]> score, bool needsWanted) : IAcquisition
{
    private const string FellBack = "no wanted point is known yet: chosen by uncertainty";

    public string Name => name;

    public Proposal Choose(ExplorationState state, Table candidates, int count, CounterRandom random)
    {
        var fallBack = needsWanted && !state.Asked.Any(p => p.Wanted);
        var prediction = state.Surrogate.Predict(candidates);
        return new Proposal(Largest(candidates, fallBack ? prediction.StandardDeviation : score(prediction), count, random), fallBack ? FellBack : "");
    }

    /// <summary>The rows with the largest scores.</summary>
    /// <exception cref="UserErrorException">A score is not a number.</exception>
    public static Table Largest(Table candidates, double[] scores, int count, CounterRandom random)
    {
        var bad = Array.FindIndex(scores, double.IsNaN);
        if (bad >= 0)
            throw new UserErrorException($"The score of candidate {bad} is not a number: the surrogate has diverged. Lower its learning rate, or look at the answers it learns from.");
        return candidates.Take([.. random.Permutation(candidates.Rows).OrderByDescending(row => scores[row]).Take(count)]);
    }
}
