using HepBayes.Runtime;

namespace HepBayes.Tests.Support;

/// <summary>A sampler in plain loops, without adaptation, in which an error can be planted so that the correctness suite is shown to find it.</summary>
internal abstract class PlantedSampler(int parameters)
{
    /// <summary>Positions [chains][draws] of independent chains after as many transitions of warm-up.</summary>
    public double[][][] Sample(int chains, int draws, ulong seed) =>
        [.. Enumerable.Range(0, chains).Select(chain => Chain(draws, new CounterRandom(seed, (ulong)chain)))];

    /// <summary>Where a chain goes from a position.</summary>
    protected abstract double[] Transition(double[] position, CounterRandom random);

    private double[][] Chain(int draws, CounterRandom random)
    {
        var result = new double[draws][];
        var position = new double[parameters];
        for (var transition = -draws; transition < draws; transition++)
        {
            position = Transition(position, random);
            if (transition >= 0)
                result[transition] = position;
        }

        return result;
    }
}
