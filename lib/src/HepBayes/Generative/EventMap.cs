using HepBayes.Runtime;

namespace HepBayes.Generative;

/// <summary>The map of every variable of an event to what a network sees, about mean 0 and standard deviation 1.</summary>
public sealed class EventMap
{
    private const int RowsAtOnce = 4096;
    private readonly VariableMap[] maps;

    /// <summary>Uses maps as they are.</summary>
    /// <param name="maps">One for each variable.</param>
    /// <exception cref="ArgumentException">There is no map.</exception>
    public EventMap(params IEnumerable<VariableMap> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        this.maps = [.. maps];
        if (this.maps.Length == 0)
            throw new ArgumentException("Give a map for each variable.", nameof(maps));
    }

    /// <summary>The number of variables.</summary>
    public int Dimensions => maps.Length;

    /// <summary>The maps.</summary>
    public IReadOnlyList<VariableMap> Maps => maps;

    /// <summary>The identity, for variables that have mean 0 and standard deviation 1 already.</summary>
    /// <param name="dimensions">The number of variables, at least 1.</param>
    public static EventMap Identity(int dimensions) => new(Enumerable.Repeat(VariableMap.None, dimensions));

    /// <summary>Maps followed by the standardisation of what they give for a sample (its mean to 0, its standard deviation to 1).</summary>
    /// <param name="sample">Events, usually those of the training.</param>
    /// <param name="maps">One for each variable; <see cref="VariableMap.None"/> for all if none is given.</param>
    /// <exception cref="ArgumentException">There are no events or the wrong number of maps, or a value is outside its bounds or constant; the message names it.</exception>
    public static EventMap Fit(EventSample sample, params IReadOnlyList<VariableMap> maps)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(maps);
        sample.RequireEvents("events to standardise with");
        var raw = maps.Count == 0 ? Identity(sample.Dimensions) : new EventMap(maps);
        var (values, _) = raw.Apply(sample);
        return new EventMap(raw.maps.Select((map, variable) => Standardised(map, values, variable, raw.Dimensions)));
    }

    /// <summary>Mapped values and the logarithm of the determinant of the map.</summary>
    /// <param name="events">The events.</param>
    /// <returns>Values [events, variables] and log determinants [events].</returns>
    /// <exception cref="ArgumentException">The events have other variables, or a value is outside its bounds; the message names it.</exception>
    internal (float[] Values, double[] LogDeterminant) Apply(EventSample events)
    {
        events.RequireDimensions(Dimensions, nameof(events));
        var (values, logs) = (new float[events.Values.Length], new double[events.Count]);
        ForBlocks(events.Count, row =>
        {
            var source = events[row];
            for (var variable = 0; variable < maps.Length; variable++)
            {
                var (u, slope) = maps[variable].Apply(source[variable]);
                if (!double.IsFinite(u))
                    throw new ArgumentException($"Variable {variable} of event {row} is {source[variable]}; expected {maps[variable].Domain}. Remove that event or choose another map.", nameof(events));
                values[(row * maps.Length) + variable] = (float)u;
                logs[row] += slope;
            }
        });
        return (values, logs);
    }

    /// <summary>The events of mapped values.</summary>
    internal EventSample Invert(float[] mapped)
    {
        var values = new float[mapped.Length];
        ForBlocks(mapped.Length / maps.Length, row =>
        {
            for (var (i, variable) = (row * maps.Length, 0); variable < maps.Length; i++, variable++)
                values[i] = (float)maps[variable].Invert(mapped[i]);
        });
        return new EventSample(maps.Length, values);
    }

    /// <summary>The event of mapped values, and the derivative of each variable by its mapped value.</summary>
    internal void Invert(ReadOnlySpan<float> mapped, Span<float> variables, Span<double> slopes)
    {
        for (var v = 0; v < maps.Length; v++)
        {
            var x = maps[v].Invert(mapped[v]);
            (variables[v], slopes[v]) = ((float)x, Math.Exp(-maps[v].Apply(x).LogDerivative));
        }
    }

    // The exception of the first row that fails comes through as if the loop were a plain one.
    private static void ForBlocks(int rows, Action<int> body)
    {
        try
        {
            Parallel.For(0, (rows + RowsAtOnce - 1) / RowsAtOnce, Compute.Parallel, block =>
            {
                for (var row = block * RowsAtOnce; row < Math.Min(rows, (block + 1) * RowsAtOnce); row++)
                    body(row);
            });
        }
        catch (AggregateException errors)
        {
            throw new ArgumentException(errors.InnerExceptions[0].Message, errors.InnerExceptions[0]);
        }
    }

    private static VariableMap Standardised(VariableMap map, float[] values, int variable, int stride)
    {
        var (sum, squares, count) = (0.0, 0.0, values.Length / stride);
        for (var i = variable; i < values.Length; i += stride)
            sum += values[i];
        var mean = sum / count;
        for (var i = variable; i < values.Length; i += stride)
            squares += (values[i] - mean) * (values[i] - mean);
        var deviation = Math.Sqrt(squares / count);
        return deviation > 0 ? map.Standardised(mean, deviation)
            : throw new ArgumentException($"Variable {variable} is {mean} (mapped) in every event, so it has no density. Leave it out.");
    }
}
