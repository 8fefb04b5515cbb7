using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Preprocessing;

/// <summary>
/// Shifts and scales columns to mean 0 and standard deviation 1 over the rows it was fitted on: z = (x - mean) / scale. It exists
/// only fitted; fit it on training rows, then transform training, validation and test rows with the same figures.
/// </summary>
/// <example><code>
/// var scaler = StandardScaler.Fit(split.Train, Pmssm.Parameters);
/// var inputs = scaler.Transform(split.Test).Matrix(scaler.Columns);
/// </code></example>
public sealed class StandardScaler : ITransform
{
    internal const string FormatName = "hepbayes.standard-scaler";
    private const int FormatVersion = 1;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    private StandardScaler(string[] columns, double[] means, double[] scales, int rows)
    {
        Columns = Array.AsReadOnly(columns);
        Means = Array.AsReadOnly(means);
        Scales = Array.AsReadOnly(scales);
        Rows = rows;
    }

    /// <summary>The columns that are scaled, in the order of <see cref="Means"/> and <see cref="Scales"/>.</summary>
    public IReadOnlyList<string> Columns { get; }

    IReadOnlyList<string> ITransform.Outputs => Columns;

    /// <summary>The mean of each column over the rows of the fit, in the unit of the column.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>The standard deviation of each column over the rows of the fit (divisor: number of rows), in the unit of the column. Range: > 0.</summary>
    public IReadOnlyList<double> Scales { get; }

    /// <summary>The number of rows of the fit.</summary>
    public int Rows { get; }

    /// <summary>Learns means and standard deviations, in double precision (Welford's sums).</summary>
    /// <param name="training">The training rows, and only these: figures from test rows would leak into the network.</param>
    /// <param name="columns">The numeric columns to scale; all different.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="UserErrorException">The table has no rows, or a column is constant or holds a NaN or infinite value.</exception>
    /// <exception cref="ArgumentException">No column or one column twice was given.</exception>
    public static StandardScaler Fit(Table training, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0 || columns.Distinct().Count() < columns.Count)
            throw new ArgumentException($"Give at least one column, each once (found {string.Join(", ", columns)}).", nameof(columns));
        if (training.Rows == 0)
            throw new UserErrorException($"There are no rows to fit the scaler on ({training.Source}).");
        var moments = columns.Select(column => Moments(training, column)).ToArray();
        return new StandardScaler([.. columns], [.. moments.Select(moment => moment.Mean)], [.. moments.Select(moment => moment.Scale)], training.Rows);
    }

    /// <summary>A table with the fitted columns scaled; the other columns stay as they are.</summary>
    /// <param name="table">A table with the fitted columns, in their original units.</param>
    /// <exception cref="ColumnNotFoundException">A fitted column is missing.</exception>
    /// <exception cref="UserErrorException">A value is NaN or infinite.</exception>
    public Table Transform(Table table) => Replace(table, (value, mean, scale) => (value - mean) / scale);

    /// <summary>Undoes <see cref="Transform"/>: back to the original units, up to float32 rounding.</summary>
    /// <param name="table">A table with the fitted columns, scaled.</param>
    /// <exception cref="ColumnNotFoundException">A fitted column is missing.</exception>
    /// <exception cref="UserErrorException">A value is NaN or infinite.</exception>
    public Table Inverse(Table table) => Replace(table, (value, mean, scale) => (value * scale) + mean);

    /// <summary>The scaler as JSON text; doubles come back exactly.</summary>
    public string ToJson() => JsonSerializer.Serialize(new State(FormatName, FormatVersion, [.. Columns], [.. Means], [.. Scales], Rows), Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="UserErrorException">The text is not a scaler of a known format.</exception>
    public static StandardScaler FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        State? state;
        try
        {
            state = JsonSerializer.Deserialize<State>(json, Json);
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"The text is not a saved scaler: {e.Message}", e);
        }

        if (state is not { Format: FormatName, Version: FormatVersion })
            throw new UserErrorException($"The text is not a saved scaler: expected format '{FormatName}', version {FormatVersion}; found '{state?.Format}', version {state?.Version}.");
        var (columns, means, scales) = (state.Columns, state.Means, state.Scales);
        if (columns.Length == 0 || columns.Distinct().Count() != columns.Length || means.Length != columns.Length || scales.Length != columns.Length)
            throw new UserErrorException($"The saved scaler is damaged: {columns.Length} columns, {means.Length} means, {scales.Length} scales; expected equal numbers and different columns.");
        var wrong = Array.FindIndex(scales, scale => !(scale > 0));
        if (wrong >= 0)
            throw new UserErrorException($"The saved scaler is damaged: the scale of column '{columns[wrong]}' is {scales[wrong]}; expected a positive number.");
        return new StandardScaler(columns, means, scales, state.Rows);
    }

    private static (double Mean, double Scale) Moments(Table table, string column)
    {
        var values = table.Values(column);
        table.CheckFinite(column, values);
        var mean = 0.0;
        var squares = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var delta = values[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (values[i] - mean);
        }

        var scale = Math.Sqrt(squares / values.Length);
        if (scale == 0)
            throw new UserErrorException($"Column '{column}' of {table.Source} is constant ({values[0]} in all {values.Length} rows): it cannot be scaled and teaches nothing. Leave it out.");
        return (mean, scale);
    }

    private Table Replace(Table table, Func<double, double, double, double> formula)
    {
        ArgumentNullException.ThrowIfNull(table);
        for (var i = 0; i < Columns.Count; i++)
        {
            var (mean, scale) = (Means[i], Scales[i]);
            var values = table.Values(Columns[i]);
            table.CheckFinite(Columns[i], values);
            table = table.WithOwned(Columns[i], Array.ConvertAll(values, value => (float)formula(value, mean, scale)));
        }

        return table;
    }

    private sealed record State(string Format, int Version, string[] Columns, double[] Means, double[] Scales, int Rows);
}
