using HepBayes.Data;

namespace HepBayes.Generative;

/// <summary>Events as rows of numbers, in the units of their variables. Does not change.</summary>
public sealed class EventSample
{
    private readonly float[] values;

    /// <summary>Takes the numbers of an array (not copied: do not change it afterwards).</summary>
    /// <param name="dimensions">Variables of an event, at least 1.</param>
    /// <param name="values">[events, variables], event by event.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the number of variables.</exception>
    public EventSample(int dimensions, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length % dimensions != 0)
            throw new ArgumentException($"There are {values.Length} numbers, which is no multiple of {dimensions} variables.", nameof(values));
        (Dimensions, this.values) = (dimensions, values);
    }

    /// <summary>Variables of an event.</summary>
    public int Dimensions { get; }

    /// <summary>The number of events.</summary>
    public int Count => values.Length / Dimensions;

    /// <summary>The numbers, [events, variables], event by event.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The variables of one event.</summary>
    /// <param name="row">The event, from 0.</param>
    public ReadOnlySpan<float> this[int row] => values.AsSpan(row * Dimensions, Dimensions);

    /// <summary>Events from columns of numbers.</summary>
    /// <param name="columns">One array for each variable, all of the same length.</param>
    /// <exception cref="ArgumentException">There is no column, or the lengths differ.</exception>
    public static EventSample FromColumns(params IReadOnlyList<double[]> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0 || columns.Any(c => c.Length != columns[0].Length))
            throw new ArgumentException($"Events need one or more columns of one length; got columns of {string.Join(", ", columns.Select(c => c.Length))} numbers.", nameof(columns));
        var values = new float[columns.Count * columns[0].Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)columns[i % columns.Count][i / columns.Count];
        return new EventSample(columns.Count, values);
    }

    /// <summary>Events from the columns of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Numeric columns, in the order of the variables.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="Runtime.UserErrorException">A value is NaN or infinite; the message names row and column.</exception>
    public static EventSample FromTable(Table table, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        return new EventSample(columns.Count, table.Matrix(columns));
    }

    /// <summary>One variable of every event.</summary>
    /// <param name="variable">The variable, from 0.</param>
    public double[] Column(int variable)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(variable);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(variable, Dimensions);
        var column = new double[Count];
        for (var row = 0; row < column.Length; row++)
            column[row] = values[(row * Dimensions) + variable];
        return column;
    }

    /// <summary>A quantity of every event.</summary>
    /// <param name="quantity">Called with the variables of each event.</param>
    public double[] Select(EventFunction quantity)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        var result = new double[Count];
        for (var row = 0; row < result.Length; row++)
            result[row] = quantity(this[row]);
        return result;
    }

    /// <summary>Consecutive events.</summary>
    /// <param name="range">Which events.</param>
    public EventSample Slice(Range range)
    {
        var (first, count) = range.GetOffsetAndLength(Count);
        return new EventSample(Dimensions, values[(first * Dimensions)..((first + count) * Dimensions)]);
    }

    /// <summary>Chosen events.</summary>
    /// <param name="rows">Their numbers, from 0, in the order wanted; repetitions are allowed.</param>
    public EventSample Take(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var taken = new float[rows.Count * Dimensions];
        for (var i = 0; i < rows.Count; i++)
            this[rows[i]].CopyTo(taken.AsSpan(i * Dimensions));
        return new EventSample(Dimensions, taken);
    }

    /// <summary>These events followed by others.</summary>
    /// <param name="other">Events of the same variables.</param>
    /// <exception cref="ArgumentException">The numbers of variables differ.</exception>
    public EventSample Concat(EventSample other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.RequireDimensions(Dimensions, nameof(other));
        return new EventSample(Dimensions, [.. values, .. other.values]);
    }

    internal void RequireDimensions(int expected, string parameter)
    {
        if (Dimensions != expected)
            throw new ArgumentException($"The events have {Dimensions} variables; expected {expected}.", parameter);
    }

    internal void RequireEvents(string what)
    {
        if (values.Length == 0)
            throw new ArgumentException($"There are no {what}; give at least one event.");
    }
}
