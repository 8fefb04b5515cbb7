using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>Any candidates, each equally likely.</summary>
internal sealed class RandomAcquisition : IAcquisition
{
    public string Name => "random";

    public Proposal Choose(ExplorationState state, Table candidates, int count, CounterRandom random) =>
        new(candidates.Take(random.Permutation(candidates.Rows).AsSpan(0, count)));
}
