using HepBayes.Runtime;
using HepBayes.Sampling.Learned;

namespace HepBayes.Tests.Support;

/// <summary>Learned leapfrogs that have learned nothing: with random weights, which must be exact too, or with none.</summary>
internal static class RandomLeapfrogs
{
    /// <summary>Random weights of both networks.</summary>
    /// <param name="parameters">Length of the parameter vector.</param>
    /// <param name="steps">Steps of a trajectory.</param>
    /// <param name="stepSize">Step size.</param>
    /// <param name="strength">Standard deviation of the weights of the outputs; 0 for plain leapfrog steps.</param>
    /// <param name="seed">Decides weights and masks.</param>
    /// <param name="positionStrength">The same for the position network; null for <paramref name="strength"/>.</param>
    public static LearnedLeapfrog Of(int parameters, int steps, double stepSize, double strength, ulong seed = 3, double? positionStrength = null)
    {
        var layout = new LeapfrogLayout(parameters, 8);
        var random = new CounterRandom(seed);
        var weights = new double[layout.Length];
        for (var network = 0; network < 2; network++)
        {
            var own = weights.AsSpan(network * layout.NetworkLength, layout.NetworkLength);
            foreach (ref var value in own[..layout.Output.Start.Value])
                value = 0.5 * random.NextNormal();
            foreach (ref var value in own[layout.Output.Start.Value..])
                value = (network == 0 ? strength : positionStrength ?? strength) * random.NextNormal();
        }

        weights[^1] = Math.Log(stepSize);
        bool[] Mask()
        {
            var mask = new bool[parameters];
            foreach (var i in random.Permutation(parameters).AsSpan(0, parameters / 2))
                mask[i] = true;
            return mask;
        }

        return new LearnedLeapfrog(layout, [.. Enumerable.Range(0, steps).Select(_ => Mask())], weights);
    }
}
