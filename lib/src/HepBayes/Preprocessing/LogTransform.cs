using System.Text.Json;
using HepBayes.Data;

namespace HepBayes.Preprocessing;

/// <summary>Natural logarithms: y = ln(x + offset). For quantities that span decades, such as an impact parameter.</summary>
public sealed class LogTransform : ITransform
{
    internal const string FormatName = "hepbayes.log";
    private const int FormatVersion = 1;

    /// <summary>Describes the transform; there is nothing to fit.</summary>
    /// <param name="columns">The columns to transform, all different.</param>
    /// <param name="offset">What is added to every value first, in the unit of the columns.</param>
    /// <exception cref="ArgumentException">No column, one column twice, or an offset that is not finite.</exception>
    public LogTransform(IReadOnlyList<string> columns, double offset = 0)
    {
        ColumnFormula.CheckNames(columns);
        if (!double.IsFinite(offset))
            throw new ArgumentException($"The offset is {offset}; it must be a finite number.", nameof(offset));
        Columns = Array.AsReadOnly(columns.ToArray());
        Offset = offset;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => Columns;

    /// <summary>What is added to every value first.</summary>
    public double Offset { get; }

    /// <inheritdoc/>
    public Table Transform(Table table) =>
        ColumnFormula.Apply(table, Columns, (x, _) => Math.Log(x + Offset), $"a logarithm needs values above {-Offset}. Cut such rows away, or give a larger offset.");

    /// <inheritdoc/>
    public Table Inverse(Table table) => ColumnFormula.Apply(table, Columns, (y, _) => Math.Exp(y) - Offset, "its exponential is too large for float32.");

    /// <inheritdoc/>
    public string ToJson() => JsonSerializer.Serialize(new State(FormatName, FormatVersion, [.. Columns], Offset), TransformJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="Runtime.UserErrorException">The text is something else.</exception>
    public static LogTransform FromJson(string json)
    {
        var state = TransformJson.Read<State>(json, "saved log transform", FormatName, FormatVersion);
        try
        {
            return new LogTransform(state.Columns, state.Offset);
        }
        catch (ArgumentException e)
        {
            throw TransformJson.Damaged("saved log transform", e.Message.TrimEnd('.'));
        }
    }

    private sealed record State(string Format, int Version, string[] Columns, double Offset) : ITransformState;
}
