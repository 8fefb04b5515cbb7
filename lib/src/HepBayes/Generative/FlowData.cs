using HepBayes.Evaluation;

namespace HepBayes.Generative;

/// <summary>Events to train a generator with. A plain sample converts by itself.</summary>
/// <param name="Events">The events, at least one.</param>
public sealed record FlowData(EventSample Events)
{
    /// <summary>One weight for each event, none negative; null if all are 1. The scale does not matter.</summary>
    public RealValues? Weights { get; init; }

    /// <summary>The conditions of each event; null for generators without.</summary>
    public EventSample? Conditions { get; init; }

    /// <summary>Events without weights and conditions.</summary>
    /// <param name="events">The events.</param>
    public static implicit operator FlowData(EventSample events) => FromEventSample(events);

    /// <summary>Events without weights and conditions.</summary>
    /// <param name="events">The events.</param>
    public static FlowData FromEventSample(EventSample events) => new(events);

    /// <summary>Weights of mean 1.</summary>
    /// <exception cref="ArgumentException">There are no events, or the weights cannot be used; the message says why.</exception>
    internal double[] MeanOneWeights(string what)
    {
        Events.RequireEvents(what);
        if (Weights is null)
            return [.. Enumerable.Repeat(1.0, Events.Count)];
        Weights.RequireLength("weights", Events.Count, what);
        Weights.RequireFinite("weights");
        var negative = Array.FindIndex(Weights.Span.ToArray(), w => w < 0);
        if (negative >= 0)
            throw new ArgumentException($"The weight of event {negative} is {Weights[negative]}. Negative weights are refused: a generator that puts density 0 at such an event lowers its loss without limit. Cancel them against positive weights of neighbouring events first.");
        var mean = Weights.Span.ToArray().Average();
        if (!(mean > 0))
            throw new ArgumentException($"All {Events.Count} weights are 0, so there is nothing to learn from. Check the weight column and the selection.");
        return [.. Weights.Span.ToArray().Select(w => w / mean)];
    }
}
