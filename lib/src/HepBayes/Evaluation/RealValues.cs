using System.Runtime.CompilerServices;

namespace HepBayes.Evaluation;

/// <summary>
/// One finite number per row, as scores, probabilities, weights or a column to be binned. Arrays of <see cref="double"/>
/// and <see cref="float"/> convert by themselves, and <c>[1, 2.5, 4]</c> can be written in place.
/// </summary>
[CollectionBuilder(typeof(RealValues), nameof(From))]
public sealed class RealValues
{
    private readonly double[] values;

    private RealValues(double[] values) => this.values = values;

    /// <summary>The number of rows.</summary>
    public int Length => values.Length;

    /// <summary>The values, in row order.</summary>
    public ReadOnlySpan<double> Span => values;

    /// <summary>The value of one row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The value.</returns>
    public double this[int row] => values[row];

    /// <summary>Takes the numbers of an array (not copied: do not change it while it is in use).</summary>
    /// <param name="values">One number per row.</param>
    /// <returns>The values.</returns>
    public static implicit operator RealValues(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new RealValues(values);
    }

    /// <summary>Takes the numbers of an array, widened to double precision.</summary>
    /// <param name="values">One number per row.</param>
    /// <returns>The values.</returns>
    public static implicit operator RealValues(float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new RealValues(Array.ConvertAll(values, v => (double)v));
    }

    /// <summary>Copies the numbers of a span.</summary>
    /// <param name="values">One number per row.</param>
    /// <returns>The values.</returns>
    public static RealValues From(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <summary>Goes through the values in row order.</summary>
    /// <returns>The enumerator.</returns>
    public ReadOnlySpan<double>.Enumerator GetEnumerator() => Span.GetEnumerator();

    // The error names the first offending row, because that is what the reader has to look at.
    internal void RequireFinite(string what)
    {
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsFinite(values[row]))
                throw new ArgumentException($"Row {row} of the {what} is {values[row]}; every row must be a finite number. Remove or repair that row first.");
        }
    }

    internal void RequireRange(string what, double low, double high)
    {
        RequireFinite(what);
        for (var row = 0; row < values.Length; row++)
        {
            if (values[row] < low || values[row] > high)
                throw new ArgumentException($"Row {row} of the {what} is {values[row]}; expected a value from {low} to {high}.");
        }
    }

    internal void RequireLength(string what, int rows, string other)
    {
        if (values.Length != rows)
            throw new ArgumentException($"There are {values.Length} {what} but {rows} {other}; there must be one of each for every row.");
    }
}
