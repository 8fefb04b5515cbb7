using HepBayes.Runtime;

namespace HepBayes.Generative;

/// <summary>
/// Makes training events of a flow that is conditional on the strength a of a systematic change (conditional augmentation; Butter
/// and others, arXiv 2110.13632). Each event is given an a drawn at random and the weight w(x, a), so the flow learns
/// p(x | a) = p(x) w(x, a) / integral of p w. Drawn with a of a prior, the spread of its events is the systematic band.
/// </summary>
public static class ConditionalAugmentation
{
    /// <summary>Gives every event a strength, uniform between two bounds, as its condition and multiplies its weight.</summary>
    /// <param name="data">Events without conditions, with or without weights.</param>
    /// <param name="weight">The weight of an event at a strength.</param>
    /// <param name="low">The lowest strength.</param>
    /// <param name="high">The highest strength, above the lowest.</param>
    /// <param name="seed">Decides the strengths.</param>
    /// <exception cref="ArgumentException">The events have conditions, the bounds are not rising, or a weight is negative or not a number; the message names event and strength.</exception>
    public static FlowData Of(FlowData data, AugmentationWeight weight, double low, double high, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(weight);
        if (data.Conditions is not null)
            throw new ArgumentException("The events have conditions already; give them without.", nameof(data));
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high))
            throw new ArgumentException($"The strengths lie between {low} and {high}; both must be finite, the lower one first.", nameof(high));
        data.Weights?.RequireLength("weights", data.Events.Count, "events");
        var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.Augmentation));
        var (strengths, weights) = (new float[data.Events.Count], new double[data.Events.Count]);
        for (var row = 0; row < weights.Length; row++)
        {
            strengths[row] = (float)(low + ((high - low) * random.NextDouble()));
            var own = weight(data.Events[row], strengths[row]);
            if (!(own >= 0 && double.IsFinite(own)))
                throw new ArgumentException($"The weight of event {row} is {own} at strength {strengths[row]}; expected 0 or more. Narrow the strengths or change the weight function.", nameof(weight));
            weights[row] = own * (data.Weights?[row] ?? 1);
        }

        return new FlowData(data.Events) { Weights = weights, Conditions = new EventSample(1, strengths) };
    }
}
