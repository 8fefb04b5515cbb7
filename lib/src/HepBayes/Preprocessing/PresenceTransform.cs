using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Preprocessing;

/// <summary>
/// Adds a mask to each column that is 0 where an object is absent: 1 where the value is not 0, else 0. A network can then tell
/// "no second electron" from "a second electron of low momentum". Columns whose mask would be the same in every row of the fit
/// get none, as it would teach nothing.
/// </summary>
public sealed class PresenceTransform : ITransform
{
    internal const string FormatName = "hepbayes.presence";
    private const int FormatVersion = 1;
    private const string What = "saved presence transform";

    private PresenceTransform(string[] columns)
    {
        Columns = Array.AsReadOnly(columns);
        Outputs = Array.AsReadOnly(columns.Concat(columns.Select(Mask)).ToArray());
    }

    /// <summary>The columns that have a mask; possibly none.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The same columns, then for each column "X" the mask "X present".</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Finds the columns that are 0 in some training rows and not 0 in others.</summary>
    /// <param name="training">The training rows, and only these.</param>
    /// <param name="columns">Candidates, for example <see cref="Vlq.Momenta"/>; all different.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="UserErrorException">There are no rows, or a value is not finite.</exception>
    /// <exception cref="ArgumentException">No column, or one column twice.</exception>
    public static PresenceTransform Fit(Table training, IReadOnlyList<string> columns)
    {
        ColumnFormula.CheckNames(columns);
        ColumnFormula.CheckRows(training, 1, "the presence masks");
        return new PresenceTransform([.. columns.Where(name =>
        {
            var values = training.Values(name);
            training.CheckFinite(name, values);
            return values.Contains(0f) && values.Any(v => v != 0);
        })]);
    }

    /// <inheritdoc/>
    public Table Transform(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Columns.Aggregate(table, (current, name) => current.WithOwned(Mask(name), Array.ConvertAll(current.Values(name), v => v != 0 ? 1f : 0f)));
    }

    /// <inheritdoc/>
    public Table Inverse(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Without([.. Columns.Select(Mask)]);
    }

    /// <inheritdoc/>
    public string ToJson() => JsonSerializer.Serialize(new State(FormatName, FormatVersion, [.. Columns]), TransformJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="UserErrorException">The text is something else.</exception>
    public static PresenceTransform FromJson(string json)
    {
        var columns = TransformJson.Read<State>(json, What, FormatName, FormatVersion).Columns;
        return columns.Distinct().Count() == columns.Length ? new PresenceTransform(columns) : throw TransformJson.Damaged(What, "a column occurs twice");
    }

    private static string Mask(string column) => column + " present";

    private sealed record State(string Format, int Version, string[] Columns) : ITransformState;
}
