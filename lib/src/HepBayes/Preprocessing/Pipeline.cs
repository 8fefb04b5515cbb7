using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Preprocessing;

/// <summary>
/// From the columns of a table to the inputs of a network: a choice of columns by name and fitted steps, applied in order. It
/// exists only fitted, on training rows; validation and test rows are transformed with the same figures, and a saved network keeps
/// its pipeline.
/// </summary>
/// <example><code>
/// var pipeline = Pipeline.Of("Impact Parameter (cm)", "DOCA (cm)").Log().Standardise().Fit(split.Train, label: "signal");
/// float[] inputs = pipeline.Matrix(split.Test);      // [rows, pipeline.Outputs.Count]
/// </code></example>
public sealed class Pipeline : ITransform
{
    internal const string FormatName = "hepbayes.pipeline";
    private const int FormatVersion = 1;
    private const string What = "saved pipeline";

    internal Pipeline(string[] inputs, ITransform[] steps, int rows)
    {
        (Columns, Steps, Rows) = (Array.AsReadOnly(inputs), Array.AsReadOnly(steps), rows);
        Outputs = steps.Aggregate(Columns, After);
    }

    /// <summary>The columns that are read, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The columns that a network sees, in order.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The fitted steps, in order.</summary>
    public IReadOnlyList<ITransform> Steps { get; }

    /// <summary>The number of rows of the fit.</summary>
    public int Rows { get; }

    /// <summary>A checksum of columns, steps and their figures (SHA-256, 64 hexadecimal digits): equal for equal pipelines only.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>Begins a pipeline with the choice of its columns.</summary>
    /// <param name="columns">Numeric columns, at least one, all different; their order is that of the network's inputs.</param>
    /// <exception cref="ArgumentException">No column or one column twice was given.</exception>
    public static PipelinePlan Of(params IEnumerable<string> columns) => new([.. columns], []);

    /// <inheritdoc/>
    public Table Transform(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        CheckColumns(table, Columns);
        return Steps.Aggregate(table, (current, step) => step.Transform(current));
    }

    /// <inheritdoc/>
    public Table Inverse(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        CheckColumns(table, Outputs);
        return Steps.Reverse().Aggregate(table, (current, step) => step.Inverse(current));
    }

    /// <summary>The transformed columns side by side, for a network. Columns are found by name, whatever their order in the table.</summary>
    /// <param name="table">A table with <see cref="Columns"/>.</param>
    /// <returns>[rows, <see cref="Outputs"/>], row by row.</returns>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    /// <exception cref="UserErrorException">A value cannot be transformed; the message names column and row.</exception>
    public float[] Matrix(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Transform(table.Select([.. Columns])).Matrix(Outputs);
    }

    /// <inheritdoc/>
    public string ToJson() => JsonSerializer.Serialize(
        new State(FormatName, FormatVersion, [.. Columns], [.. Steps.Select(step => JsonSerializer.Deserialize<JsonElement>(step.ToJson()))], Rows), TransformJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="UserErrorException">The text is not a pipeline of a known format.</exception>
    public static Pipeline FromJson(string json)
    {
        var state = TransformJson.Read<State>(json, What, FormatName, FormatVersion);
        IReadOnlyList<string> current = state.Columns;
        var steps = new List<ITransform>();
        foreach (var element in state.Steps)
        {
            var step = Step(element);
            if (step.Columns.FirstOrDefault(column => !current.Contains(column)) is { } missing)
                throw TransformJson.Damaged(What, $"step {steps.Count + 1} reads '{missing}', which no earlier step gives");
            current = After(current, step);
            steps.Add(step);
        }

        return state.Columns.Length > 0 ? new Pipeline(state.Columns, [.. steps], state.Rows) : throw TransformJson.Damaged(What, "it has no columns");
    }

    /// <summary>Throws where another pipeline differs, and says in what.</summary>
    internal void RequireEqual(Pipeline other, string where)
    {
        if (!Columns.SequenceEqual(other.Columns))
        {
            var difference = Columns.Except(other.Columns).Select(c => $"'{c}' is missing").Concat(other.Columns.Except(Columns).Select(c => $"'{c}' is new")).ToArray();
            throw new UserErrorException($"The pipeline reads other features than the one of {where}: {(difference.Length > 0 ? string.Join(", ", difference) : "their order differs")}. A network can only be used with the features it was trained on; use its own pipeline.");
        }

        if (Fingerprint != other.Fingerprint)
            throw new UserErrorException($"The pipeline is not the one of {where}: the same features, but other steps or figures (fitted on {other.Rows} rows there, {Rows} here, or on other rows). Use the saved model's own pipeline, or train anew.");
    }

    /// <summary>The columns behind a step.</summary>
    internal static IReadOnlyList<string> After(IReadOnlyList<string> current, ITransform step) =>
        step.Outputs.SequenceEqual(step.Columns) ? current : [.. current.Except(step.Columns), .. step.Outputs];

    // All missing columns at once, which a chain of steps would name one by one.
    private static void CheckColumns(Table table, IReadOnlyList<string> columns)
    {
        var missing = columns.Where(column => !table.Columns.Contains(column)).ToArray();
        if (missing.Length > 1)
            throw new ColumnNotFoundException($"{missing.Length} columns of the pipeline are missing in {table.Source}: {string.Join(", ", missing.Select(name => $"'{name}'"))}.");
        if (missing.Length == 1)
            throw ColumnNotFoundException.In(table.Source, missing[0], table.Columns);
    }

    private static ITransform Step(JsonElement element) => TransformJson.FormatOf(element) switch
    {
        LogTransform.FormatName => LogTransform.FromJson(element.GetRawText()),
        PowerTransform.FormatName => PowerTransform.FromJson(element.GetRawText()),
        StandardScaler.FormatName => StandardScaler.FromJson(element.GetRawText()),
        AzimuthTransform.FormatName => AzimuthTransform.FromJson(element.GetRawText()),
        PresenceTransform.FormatName => PresenceTransform.FromJson(element.GetRawText()),
        PrincipalComponents.FormatName => PrincipalComponents.FromJson(element.GetRawText()),
        var other => throw TransformJson.Damaged(What, $"there is no step of format '{other}'"),
    };

    private sealed record State(string Format, int Version, string[] Columns, JsonElement[] Steps, int Rows) : ITransformState;
}
