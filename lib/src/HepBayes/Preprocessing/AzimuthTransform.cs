using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Preprocessing;

/// <summary>
/// Replaces each azimuth by its cosine and sine, so that -pi and pi, the same direction, become the same input. An azimuth of
/// exactly 0 marks an empty slot: cosine and sine are then both 0, which no direction gives.
/// </summary>
public sealed class AzimuthTransform : ITransform
{
    internal const string FormatName = "hepbayes.azimuth";
    private const int FormatVersion = 1;
    private const string What = "saved azimuth transform";

    /// <summary>Describes the transform; there is nothing to fit.</summary>
    /// <param name="columns">Columns of azimuths (rad), all different, for example <see cref="Vlq.Azimuths"/>.</param>
    /// <exception cref="ArgumentException">No column, or one column twice.</exception>
    public AzimuthTransform(IReadOnlyList<string> columns)
    {
        ColumnFormula.CheckNames(columns);
        Columns = Array.AsReadOnly(columns.ToArray());
        Outputs = Array.AsReadOnly(columns.SelectMany(name => new[] { Cosine(name), Sine(name) }).ToArray());
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>For each azimuth "X" the columns "cos X" and "sin X".</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <inheritdoc/>
    public Table Transform(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var name in Columns)
        {
            var values = table.Values(name);
            table.CheckFinite(name, values);
            table = table.Without(name)
                .WithOwned(Cosine(name), Array.ConvertAll(values, v => v == 0 ? 0 : (float)Math.Cos(v)))
                .WithOwned(Sine(name), Array.ConvertAll(values, v => (float)Math.Sin(v)));
        }

        return table;
    }

    /// <inheritdoc/>
    public Table Inverse(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        // Rounding must not turn the origin of an empty slot into a direction.
        static float Angle(float sine, float cosine) => (sine * sine) + (cosine * cosine) < 0.25 ? 0 : (float)Math.Atan2(sine, cosine);
        foreach (var name in Columns)
        {
            var (cosines, sines) = (table.Values(Cosine(name)), table.Values(Sine(name)));
            table = table.Without(Cosine(name), Sine(name)).WithOwned(name, [.. sines.Select((s, row) => Angle(s, cosines[row]))]);
        }

        return table;
    }

    /// <inheritdoc/>
    public string ToJson() => JsonSerializer.Serialize(new State(FormatName, FormatVersion, [.. Columns]), TransformJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="UserErrorException">The text is something else.</exception>
    public static AzimuthTransform FromJson(string json)
    {
        var columns = TransformJson.Read<State>(json, What, FormatName, FormatVersion).Columns;
        return columns.Length > 0 && columns.Distinct().Count() == columns.Length
            ? new AzimuthTransform(columns)
            : throw TransformJson.Damaged(What, "its columns are missing or not all different");
    }

    private static string Cosine(string column) => "cos " + column;

    private static string Sine(string column) => "sin " + column;

    private sealed record State(string Format, int Version, string[] Columns) : ITransformState;
}
