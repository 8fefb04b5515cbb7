using HepBayes.Generative.Engine;
using HepBayes.Generative.Refinement;
using MathNet.Numerics.LinearAlgebra;

namespace HepBayes.Generative;

/// <summary>
/// A normalising flow with its parameters: an invertible map z = f(x) to standard normal variables, so that
/// log p(x) = log N(z; 0, 1) + log |det dz/dx| is exact and events are drawn by x = f^-1(z). Densities are in the variables of the
/// events, whatever maps stand in front. Does not change; safe to use from several threads.
/// </summary>
/// <example><code>
/// var start = new Flow(new FlowDesign { Dimensions = 3 }, EventMap.Fit(train, VariableMap.Log(), VariableMap.None, VariableMap.None));
/// var flow = FlowTrainer.Fit(start, train, validation).Flow;
/// var generated = flow.Sample(1_000_000, seed: 7);
/// </code></example>
public sealed class Flow : ILatentGenerator
{
    private readonly float[] parameters;
    private readonly Lazy<FlowEngine<float>> engine;

    /// <summary>A flow before training: standard normal in the mapped variables.</summary>
    /// <param name="design">The architecture.</param>
    /// <param name="variables">The map of the variables of an event.</param>
    /// <param name="conditions">The map of the conditions; null if the design has none.</param>
    /// <param name="seed">Decides the initial weights.</param>
    /// <exception cref="ArgumentException">The design is not possible, or a map has another number of variables.</exception>
    public Flow(FlowDesign design, EventMap variables, EventMap? conditions = null, int seed = 1)
        : this(new FlowLayout(Checked(design)), variables, conditions, null)
    {
        parameters = Layout.InitialParameters(seed);
    }

    internal Flow(FlowLayout layout, EventMap variables, EventMap? conditions, float[]? parameters)
    {
        ArgumentNullException.ThrowIfNull(variables);
        (Layout, Variables, ConditionMap, this.parameters) = (layout, variables, conditions, parameters ?? []);
        if (variables.Dimensions != Design.Dimensions)
            throw new ArgumentException($"There are maps for {variables.Dimensions} variables; the design has {Design.Dimensions}.", nameof(variables));
        if ((conditions?.Dimensions ?? 0) != Design.Conditions)
            throw new ArgumentException($"There are maps for {conditions?.Dimensions ?? 0} conditions; the design has {Design.Conditions}.", nameof(conditions));
        engine = new Lazy<FlowEngine<float>>(NewEngine);
    }

    /// <summary>The architecture.</summary>
    public FlowDesign Design => Layout.Design;

    /// <summary>The map in front of the flow.</summary>
    public EventMap Variables { get; }

    /// <summary>The map of the conditions; null without.</summary>
    public EventMap? ConditionMap { get; }

    /// <summary>Weights and biases, block after block, layer after layer, weights [inputs, outputs] before biases.</summary>
    public ReadOnlySpan<float> Parameters => parameters;

    internal FlowLayout Layout { get; }

    /// <summary>This flow with other parameters.</summary>
    /// <param name="values">As many as <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">The number is another.</exception>
    public Flow WithParameters(ReadOnlySpan<float> values)
    {
        if (values.Length != parameters.Length)
            throw new ArgumentException($"There are {values.Length} parameters; the flow has {parameters.Length}.", nameof(values));
        return new Flow(Layout, Variables, ConditionMap, values.ToArray());
    }

    /// <summary>The logarithm of the density at each event, in one over the units of the variables.</summary>
    /// <param name="events">The events.</param>
    /// <param name="conditions">Conditions of each event; null if the flow has none.</param>
    /// <exception cref="ArgumentException">Wrong numbers of variables or rows, or a value outside the bounds of its map; the message names it.</exception>
    public double[] LogDensity(EventSample events, EventSample? conditions = null)
    {
        var (mapped, logs) = Apply(events);
        var result = new double[events.Count];
        engine.Value.LogDensity(mapped, Conditions(conditions, events.Count), result);
        for (var row = 0; row < result.Length; row++)
            result[row] += logs[row];
        return result;
    }

    /// <summary>The latent variables of events, and the logarithm of |det dz/dx|.</summary>
    /// <param name="events">The events.</param>
    /// <param name="conditions">Conditions of each event; null if the flow has none.</param>
    /// <exception cref="ArgumentException">As for <see cref="LogDensity"/>.</exception>
    public (EventSample Latent, double[] LogDeterminant) Transform(EventSample events, EventSample? conditions = null)
    {
        var (mapped, logs) = Apply(events);
        var (latent, result) = (new float[mapped.Length], new double[events.Count]);
        engine.Value.Forward(mapped, Conditions(conditions, events.Count), latent, result);
        for (var row = 0; row < result.Length; row++)
            result[row] += logs[row];
        return (new EventSample(Design.Dimensions, latent), result);
    }

    /// <summary>The events of latent variables.</summary>
    /// <param name="latent">Latent variables, any real numbers.</param>
    /// <param name="conditions">Conditions of each event; null if the flow has none.</param>
    /// <exception cref="ArgumentException">Wrong numbers of variables or rows.</exception>
    public EventSample Inverse(EventSample latent, EventSample? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(latent);
        latent.RequireDimensions(Design.Dimensions, nameof(latent));
        var mapped = new float[latent.Values.Length];
        engine.Value.Inverse(latent.Values.ToArray(), Conditions(conditions, latent.Count), mapped);
        return Variables.Invert(mapped);
    }

    /// <summary>Independent events drawn from the density.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <param name="seed">Decides the events.</param>
    /// <param name="conditions">Conditions of each event; null if the flow has none.</param>
    /// <exception cref="ArgumentException">The number of conditions is not the number of events.</exception>
    public EventSample Sample(int count, int seed, EventSample? conditions = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var mapped = new float[count * Design.Dimensions];
        engine.Value.Sample((ulong)seed, Runtime.RandomStreams.Of(Runtime.RandomPurpose.FlowSample), Conditions(conditions, count), mapped);
        return Variables.Invert(mapped);
    }

    int ILatentGenerator.Dimensions => Design.Dimensions;

    int ILatentGenerator.LatentDimensions => Design.Dimensions;

    EventSample ILatentGenerator.Generate(EventSample latent) => Inverse(latent);

    /// <summary>With J = dz/du of the mapped variables u the gradient by z solves J^T y = ds/du.</summary>
    double ILatentGenerator.ScoreAt(ReadOnlySpan<double> latent, EventScore score, Span<double> gradient)
    {
        var d = Design.Dimensions;
        var (z, mapped, variables, slopes, own) = (new float[d], new float[d], new float[d], new double[d], new double[d]);
        for (var i = 0; i < d; i++)
            z[i] = (float)latent[i];
        engine.Value.Inverse(z, Conditions(null, 1), mapped);
        Variables.Invert(mapped, variables, slopes);
        var value = score(variables, own);
        for (var i = 0; i < d; i++)
            own[i] *= slopes[i];
        var jacobian = Matrix<double>.Build.DenseOfArray(engine.Value.Jacobian(mapped));
        jacobian.Transpose().Solve(Vector<double>.Build.Dense(own)).AsArray().CopyTo(gradient);
        return value;
    }

    /// <summary>Mapped conditions, [rows, conditions].</summary>
    internal float[] Conditions(EventSample? conditions, int rows)
    {
        if (conditions is null != (ConditionMap is null))
            throw new ArgumentException($"The flow has {Design.Conditions} conditions; {(conditions is null ? "give them for each event" : "call it without")}.", nameof(conditions));
        if (conditions is null)
            return [];
        if (conditions.Count != rows)
            throw new ArgumentException($"There are conditions for {conditions.Count} events, but {rows} events.", nameof(conditions));
        return ConditionMap!.Apply(conditions).Values;
    }

    private static FlowDesign Checked(FlowDesign design)
    {
        ArgumentNullException.ThrowIfNull(design);
        return design;
    }

    private (float[] Values, double[] LogDeterminant) Apply(EventSample events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return Variables.Apply(events);
    }

    private FlowEngine<float> NewEngine()
    {
        var result = new FlowEngine<float>(Layout);
        result.SetParameters(parameters);
        return result;
    }
}
