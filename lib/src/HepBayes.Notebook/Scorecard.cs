using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HepBayes.Evaluation;

namespace HepBayes.Notebooks;

/// <summary>
/// The results of a study with their intervals, beside the published numbers: a table to read and, in the same output, JSON
/// (<c>application/vnd.hepbayes.scorecard+json</c>) for programs. Make it the last expression of the last cell.
/// </summary>
/// <example><code>
/// new Scorecard("susy-viability")
///     .Add("auc", curve.AucInterval(), reference: 0.98, source: "table 2 of the publication")
///     .Setting("rows", rows)
/// </code></example>
public sealed class Scorecard
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<ScorecardRow> rows = [];
    private readonly List<(string Name, JsonValue? Value)> settings = [];
    private double? seconds;

    /// <summary>Starts an empty scorecard.</summary>
    /// <param name="study">The name of the study, for example <c>susy-viability</c>.</param>
    public Scorecard(string study)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(study);
        Study = study;
    }

    /// <summary>The name of the study.</summary>
    public string Study { get; }

    /// <summary>The rows, in the order they were added.</summary>
    public IReadOnlyList<ScorecardRow> Rows => rows;

    /// <summary>How long the study took, in seconds: from <see cref="Notebook.Start"/> to the first time this is read, unless it was set with <see cref="Took"/>.</summary>
    public double Seconds => seconds ??= Notebook.Seconds;

    /// <summary>Adds a result without an interval.</summary>
    /// <param name="name">The stable name, used once.</param>
    /// <param name="value">The result; NaN and infinities are stored as null.</param>
    /// <param name="unit">The unit; empty for pure numbers.</param>
    /// <param name="reference">The published or expected value.</param>
    /// <param name="source">Where the reference comes from.</param>
    /// <returns>This scorecard.</returns>
    /// <exception cref="ArgumentException">The name is empty or was used before.</exception>
    public Scorecard Add(string name, double value, string unit = "", double? reference = null, string source = "") =>
        Add(name, value, null, null, unit, reference, source);

    /// <summary>Adds a result with its interval.</summary>
    /// <param name="name">The stable name, used once.</param>
    /// <param name="interval">The result and the ends of its interval; what is not finite is stored as null.</param>
    /// <param name="unit">The unit; empty for pure numbers.</param>
    /// <param name="reference">The published or expected value.</param>
    /// <param name="source">Where the reference comes from.</param>
    /// <returns>This scorecard.</returns>
    /// <exception cref="ArgumentException">The name is empty or was used before.</exception>
    public Scorecard Add(string name, Interval interval, string unit = "", double? reference = null, string source = "") =>
        Add(name, interval.Value, interval.Low, interval.High, unit, reference, source);

    /// <summary>Adds a result with the ends of its interval.</summary>
    /// <param name="name">The stable name, used once.</param>
    /// <param name="value">The result; NaN and infinities are stored as null.</param>
    /// <param name="low">The lower end, or null.</param>
    /// <param name="high">The upper end, or null.</param>
    /// <param name="unit">The unit; empty for pure numbers.</param>
    /// <param name="reference">The published or expected value.</param>
    /// <param name="source">Where the reference comes from.</param>
    /// <returns>This scorecard.</returns>
    /// <exception cref="ArgumentException">The name is empty or was used before.</exception>
    public Scorecard Add(string name, double value, double? low, double? high, string unit = "", double? reference = null, string source = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (rows.Exists(r => r.Name == name))
            throw new ArgumentException($"The scorecard '{Study}' already has a row '{name}'; names are used once, because programs look results up by them.", nameof(name));
        rows.Add(new ScorecardRow(name, Finite(value), Finite(low), Finite(high), unit ?? "", Finite(reference), source ?? ""));
        return this;
    }

    /// <summary>Notes a setting that the results depend on.</summary>
    /// <param name="name">The name, used once.</param>
    /// <param name="value">A number, a truth value or a text; anything else is stored as its text.</param>
    /// <returns>This scorecard.</returns>
    /// <exception cref="ArgumentException">The name is empty or was used before.</exception>
    public Scorecard Setting(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (settings.Exists(s => s.Name == name))
            throw new ArgumentException($"The scorecard '{Study}' already has a setting '{name}'.", nameof(name));
        settings.Add((name, value switch
        {
            null => null,
            bool v => JsonValue.Create(v),
            int or long or short or byte or uint or ushort or sbyte => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            // A float is stored with its own digits: 0.1f as 0.1.
            double or float or decimal => Number(double.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture)),
            _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
        }));
        return this;
    }

    /// <summary>Sets how long the study took.</summary>
    /// <param name="seconds">The time in seconds, finite and not negative.</param>
    /// <returns>This scorecard.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or not finite.</exception>
    public Scorecard Took(double seconds)
    {
        if (!(seconds >= 0 && double.IsFinite(seconds)))
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A time in seconds is finite and not negative.");
        this.seconds = seconds;
        return this;
    }

    /// <summary>
    /// The scorecard as JSON: <c>{"study", "rows": [{"name", "value", "low", "high", "unit", "reference", "source"}], "settings", "seconds"}</c>;
    /// numbers that are absent are null.
    /// </summary>
    /// <returns>The JSON text, in the invariant culture.</returns>
    public string ToJson() => new JsonObject
    {
        ["study"] = Study,
        ["rows"] = new JsonArray([.. rows.Select(r => (JsonNode)new JsonObject
        {
            ["name"] = r.Name,
            ["value"] = Number(r.Value),
            ["low"] = Number(r.Low),
            ["high"] = Number(r.High),
            ["unit"] = r.Unit,
            ["reference"] = Number(r.Reference),
            ["source"] = r.Source,
        })]),
        ["settings"] = new JsonObject(settings.Select(s => KeyValuePair.Create(s.Name, (JsonNode?)s.Value?.DeepClone()))),
        ["seconds"] = Math.Round(Seconds, 3),
    }.ToJsonString(Readable);

    /// <summary>The scorecard as aligned text.</summary>
    /// <returns>One line per row.</returns>
    public override string ToString() => $"{Study}\n{View()}";

    internal string ToHtml() => $"<div><b>Scorecard: {System.Net.WebUtility.HtmlEncode(Study)}</b></div>{View().ToHtml()}";

    private TableView View()
    {
        var cells = rows.Select(r => (IReadOnlyList<object?>)
        [
            r.Name,
            r is { Value: { } value, Low: { } low, High: { } high } ? new Interval(value, low, high) : r.Value,
            r.Unit,
            r.Reference,
            r.Source,
        ]);
        var noted = settings.Select(s => $"{s.Name} = {s.Value?.ToString() ?? "none"}").Append(ProgressBar.Duration(TimeSpan.FromSeconds(Seconds)));
        return TableView.WithNote(["result", "value [interval]", "unit", "reference", "source"], [.. cells], string.Join(", ", noted));
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    private static JsonValue? Number(double? value) => Finite(value) is { } v ? JsonValue.Create(v) : null;
}
