using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>A strategy: which points the oracle is asked about next. Choices depend on the arguments alone. <see cref="Acquisition"/> has the usual ones.</summary>
public interface IAcquisition
{
    /// <summary>The strategy with its settings; an exploration is only continued with the same.</summary>
    string Name { get; }

    /// <summary>Chooses points.</summary>
    /// <param name="state">What is known so far.</param>
    /// <param name="candidates">Points to choose from, at least <paramref name="count"/>; see <see cref="ICandidates.Next"/>.</param>
    /// <param name="count">How many points are wanted, at least 1.</param>
    /// <param name="random">Where random numbers come from.</param>
    Proposal Choose(ExplorationState state, Table candidates, int count, CounterRandom random);
}
