using HepBayes.Data;

namespace HepBayes.Preprocessing;

/// <summary>What a pipeline shall do, before it is fitted: the inputs by name and the steps in their order. It does not change; each method returns a longer plan.</summary>
/// <example><code>
/// var pipeline = Pipeline.Of(Ship.CourseInputs).Log("Impact Parameter (cm)", "DOCA (cm)").Standardise().Fit(split.Train, "signal");
/// </code></example>
public sealed class PipelinePlan
{
    private readonly string[] inputs;
    private readonly Func<Table, IReadOnlyList<string>, ITransform>[] steps;

    internal PipelinePlan(string[] inputs, Func<Table, IReadOnlyList<string>, ITransform>[] steps)
    {
        ColumnFormula.CheckNames(inputs);
        (this.inputs, this.steps) = (inputs, steps);
    }

    /// <summary>Takes natural logarithms.</summary>
    /// <param name="columns">The columns; all if none is named.</param>
    public PipelinePlan Log(params string[] columns) => Log(0, columns);

    /// <summary>Takes natural logarithms of value + offset.</summary>
    /// <param name="offset">What is added first.</param>
    /// <param name="columns">The columns; all if none is named.</param>
    public PipelinePlan Log(double offset, params string[] columns) => Then((_, current) => new LogTransform(Chosen(columns, current), offset));

    /// <summary>Makes columns more like normal ones, by <see cref="PowerTransform"/>.</summary>
    /// <param name="columns">The columns; all if none is named.</param>
    public PipelinePlan Power(params string[] columns) => Then((table, current) => PowerTransform.Fit(table, Chosen(columns, current)));

    /// <summary>Replaces azimuths by their cosine and sine, by <see cref="AzimuthTransform"/>.</summary>
    /// <param name="columns">The columns of azimuths; all if none is named.</param>
    public PipelinePlan Azimuth(params string[] columns) => Then((_, current) => new AzimuthTransform(Chosen(columns, current)));

    /// <summary>Adds masks that tell absent objects (value 0) from present ones, by <see cref="PresenceTransform"/>.</summary>
    /// <param name="columns">The columns that are 0 where an object is absent; all if none is named.</param>
    public PipelinePlan Presence(params string[] columns) => Then((table, current) => PresenceTransform.Fit(table, Chosen(columns, current)));

    /// <summary>Shifts and scales columns to mean 0 and standard deviation 1, by <see cref="StandardScaler"/>.</summary>
    /// <param name="columns">The columns; all if none is named.</param>
    public PipelinePlan Standardise(params string[] columns) => Then((table, current) => StandardScaler.Fit(table, Chosen(columns, current)));

    /// <summary>Replaces all columns by their principal components.</summary>
    /// <param name="count">How many to keep; all if not given.</param>
    /// <param name="whiten">Whether each is divided by its standard deviation.</param>
    public PipelinePlan PrincipalComponents(int? count = null, bool whiten = false) =>
        Then((table, current) => Preprocessing.PrincipalComponents.Fit(table, current, count, whiten));

    /// <summary>Fits the steps one after the other, each on what the earlier ones make of the training rows.</summary>
    /// <param name="training">The training rows, and only these: figures from test rows would leak into the network.</param>
    /// <param name="label">The label column (0 or 1) for <see cref="LeakGuard"/>; null to leave the guard out, for example where the target is a number.</param>
    /// <param name="forbidden">Columns that must not be inputs, for example <see cref="Ship.Forbidden"/>.</param>
    /// <param name="forced">Columns that the guard lets pass.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="Runtime.UserErrorException">There are no rows, an input gives the label away, or a step cannot be fitted.</exception>
    /// <exception cref="ArgumentException">A step names a column that is not there at its place.</exception>
    public Pipeline Fit(Table training, string? label = null, IReadOnlyList<string>? forbidden = null, IReadOnlyList<string>? forced = null)
    {
        ColumnFormula.CheckRows(training, 1, "the pipeline");
        var table = training.Select(inputs);
        if (label is not null)
            LeakGuard.Check(training, inputs, label, forbidden, forced);
        var fitted = new List<ITransform>();
        IReadOnlyList<string> current = inputs;
        foreach (var step in steps)
        {
            var transform = step(table, current);
            table = transform.Transform(table);
            current = Pipeline.After(current, transform);
            fitted.Add(transform);
        }

        return new Pipeline(inputs, [.. fitted], training.Rows);
    }

    private PipelinePlan Then(Func<Table, IReadOnlyList<string>, ITransform> step) => new(inputs, [.. steps, step]);

    private static IReadOnlyList<string> Chosen(string[] columns, IReadOnlyList<string> current)
    {
        var unknown = columns.FirstOrDefault(column => !current.Contains(column));
        if (unknown is not null)
            throw new ArgumentException($"A step of the pipeline names '{unknown}', which is not among the columns at that place: {string.Join(", ", current)}.", nameof(columns));
        return columns.Length > 0 ? columns : current;
    }
}
