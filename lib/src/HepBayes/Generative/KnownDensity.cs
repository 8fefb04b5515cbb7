using HepBayes.Generative.Toys;
using HepBayes.Runtime;

namespace HepBayes.Generative;

/// <summary>
/// Events whose density is known exactly, normalised to 1: what a generative model can be judged by. <see cref="Sample"/> draws
/// from it; <see cref="LogDensity(ReadOnlySpan{float})"/> is the truth.
/// </summary>
public abstract class KnownDensity
{
    private const int EventsAtOnce = 4096;

    private protected KnownDensity(string name, params IReadOnlyList<string> variables) => (Name, Variables) = (name, variables);

    /// <summary>The name, as in scorecards.</summary>
    public string Name { get; }

    /// <summary>The names of the variables.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>Variables of an event.</summary>
    public int Dimensions => Variables.Count;

    /// <summary>The maps that make every variable unbounded, for <see cref="EventMap.Fit"/>.</summary>
    public virtual IReadOnlyList<VariableMap> Maps => [.. Variables.Select(_ => VariableMap.None)];

    /// <summary>The equal mixture of N(-0.5, 0.1) and N(0.5, 0.1) in one variable (0.1 is the standard deviation).</summary>
    public static KnownDensity CamelBack { get; } = new CamelBack();

    /// <summary>A ring in the plane: radius from N(4, 1) cut off at 0, azimuth uniform.</summary>
    public static KnownDensity Ring { get; } = new Rings("ring", [0]);

    /// <summary>The upper half (y > 0) of <see cref="Ring"/>.</summary>
    public static KnownDensity HalfRing { get; } = new Rings("half_ring", [0], isHalf: true);

    /// <summary>Two rings with centres x = -4 and 4.</summary>
    public static KnownDensity Eight { get; } = new Rings("eight", [-4, 4]);

    /// <summary>Three rings with centres x = -12, 0 and 12.</summary>
    public static KnownDensity ThreeRings { get; } = new Rings("three_rings", [-12, 0, 12]);

    /// <summary>Four normal distributions of unit covariance at (+-4, +-4).</summary>
    public static KnownDensity FourGaussians { get; } = new FourGaussians();

    /// <summary>p = 2x on [0, 1]^2, flat in y.</summary>
    public static KnownDensity Wedge { get; } = new PowerRamp("wedge", 1);

    /// <summary>p = 3x^2 on [0, 1]^2, flat in y.</summary>
    public static KnownDensity Kicker { get; } = new PowerRamp("kicker", 2);

    /// <summary>Independent events.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <param name="seed">Decides the events.</param>
    public EventSample Sample(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var values = new float[count * Dimensions];
        Parallel.For(0, (count + EventsAtOnce - 1) / EventsAtOnce, Compute.Parallel, block =>
        {
            var random = new CounterRandom((ulong)seed, RandomStreams.Of(RandomPurpose.ToyEvents, block));
            for (var row = block * EventsAtOnce; row < Math.Min(count, (block + 1) * EventsAtOnce); row++)
                Draw(random, values.AsSpan(row * Dimensions, Dimensions));
        });
        return new EventSample(Dimensions, values);
    }

    /// <summary>The logarithm of the density; negative infinity where it is 0.</summary>
    /// <param name="variables">The variables of an event.</param>
    public abstract double LogDensity(ReadOnlySpan<float> variables);

    /// <summary>The logarithm of the density at each event.</summary>
    /// <param name="events">The events.</param>
    /// <exception cref="ArgumentException">The events have another number of variables.</exception>
    public double[] LogDensity(EventSample events)
    {
        ArgumentNullException.ThrowIfNull(events);
        events.RequireDimensions(Dimensions, nameof(events));
        return events.Select(LogDensity);
    }

    private protected abstract void Draw(CounterRandom random, Span<float> variables);
}
