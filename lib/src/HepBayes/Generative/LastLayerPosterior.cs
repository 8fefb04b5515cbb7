using HepBayes.Generative.Engine;
using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Generative;

/// <summary>
/// The posterior of the last layers of all blocks of a flow given events, everything else held: sum of log p(x) plus independent
/// normal priors. For the samplers of <c>HepBayes.Sampling</c>, which then give draws to compare with a <see cref="BayesianFlow"/>.
/// On the processor, in float32.
/// </summary>
public sealed class LastLayerPosterior : ILogDensity
{
    private readonly Flow flow;
    private readonly int[] places;
    private readonly float[] values;
    private readonly float[] conditions;
    private readonly int[] rows;
    private readonly float[] ones;
    private readonly double priorDeviation;
    private readonly FlowEngine<float> engine;
    private readonly Lock gate = new();

    /// <summary>Takes a flow and events.</summary>
    /// <param name="flow">A trained flow: the layers that are held are its own.</param>
    /// <param name="events">The events, without weights.</param>
    /// <param name="priorDeviation">Standard deviation of the prior of every parameter, above 0.</param>
    /// <exception cref="ArgumentException">There are no events, they have weights or do not fit the flow, or the deviation is not positive.</exception>
    public LastLayerPosterior(Flow flow, FlowData events, double priorDeviation = 1)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(events);
        if (events.Weights is not null)
            throw new ArgumentException("A posterior is that of counted events; give them without weights.", nameof(events));
        if (!(priorDeviation > 0 && double.IsFinite(priorDeviation)))
            throw new ArgumentOutOfRangeException(nameof(priorDeviation), priorDeviation, "The standard deviation of the prior must be a positive number.");
        events.Events.RequireEvents("events");
        (this.flow, this.priorDeviation) = (flow, priorDeviation);
        values = flow.Variables.Apply(events.Events).Values;
        conditions = flow.Conditions(events.Conditions, events.Events.Count);
        rows = [.. Enumerable.Range(0, events.Events.Count)];
        ones = [.. Enumerable.Repeat(1f, rows.Length)];
        engine = new FlowEngine<float>(flow.Layout);
        var layout = flow.Layout.Subnet.Layout;
        var (weight, bias) = (layout.Weight(flow.Layout.Subnet.Layers - 1), layout.Bias(flow.Layout.Subnet.Layers - 1));
        places = [.. from block in Enumerable.Range(0, flow.Design.Blocks)
                     from place in Enumerable.Range(weight.Offset, weight.Count).Concat(Enumerable.Range(bias.Offset, bias.Count))
                     select (block * layout.Count) + place];
    }

    /// <inheritdoc/>
    public int Parameters => places.Length;

    /// <inheritdoc/>
    public Device Device => CPU;

    /// <inheritdoc/>
    public ScalarType NumberType => ScalarType.Float32;

    /// <summary>The parameters of the flow itself: where chains may start.</summary>
    public float[] Start => [.. places.Select(place => flow.Parameters[place])];

    /// <inheritdoc/>
    public Tensor? InitialVariance() => null;

    /// <summary>The flow of one draw.</summary>
    /// <param name="draw">[parameters].</param>
    /// <exception cref="ArgumentException">The number is another.</exception>
    public Flow FlowOf(ReadOnlySpan<float> draw)
    {
        if (draw.Length != places.Length)
            throw new ArgumentException($"There are {draw.Length} parameters; the posterior has {places.Length}.", nameof(draw));
        return flow.WithParameters(Whole(draw));
    }

    /// <inheritdoc/>
    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position) => NewTensors.Evaluate(this, position);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The position has another shape or number type.</exception>
    public void Evaluate(Tensor position, Tensor logDensity, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(position);
        if (position.dim() != 2 || position.shape[1] != Parameters || position.dtype != NumberType)
            throw new ArgumentException($"The position has shape [{string.Join(", ", position.shape)}] and type {position.dtype}; expected [chains, {Parameters}] and {NumberType}.", nameof(position));
        var x = TensorMemory.Span<float>(position);
        var g = TensorMemory.Span<float>(gradient);
        var results = TensorMemory.Span<double>(logDensity);
        for (var chain = 0; chain < results.Length; chain++)
            results[chain] = Evaluate(x.Slice(chain * Parameters, Parameters), g.Slice(chain * Parameters, Parameters));
    }

    // The threads share the events, not the chains.
    private double Evaluate(ReadOnlySpan<float> position, Span<float> gradient)
    {
        lock (gate)
        {
            var whole = new float[flow.Parameters.Length];
            var logDensity = new double[rows.Length];
            engine.SetParameters(Whole(position));
            engine.Gradient(values, conditions, rows, ones, whole, logDensity);
            var sum = logDensity.Sum();
            for (var i = 0; i < places.Length; i++)
            {
                var scaled = position[i] / priorDeviation;
                sum -= 0.5 * scaled * scaled;
                gradient[i] = (float)(whole[places[i]] - (scaled / priorDeviation));
            }

            return sum;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds no native memory.
    }

    private float[] Whole(ReadOnlySpan<float> draw)
    {
        var whole = flow.Parameters.ToArray();
        for (var i = 0; i < places.Length; i++)
            whole[places[i]] = draw[i];
        return whole;
    }
}
