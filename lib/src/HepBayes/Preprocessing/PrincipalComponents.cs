using System.Globalization;
using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;
using MathNet.Numerics.LinearAlgebra;

namespace HepBayes.Preprocessing;

/// <summary>
/// Principal components: the directions of largest variance, uncorrelated over the rows of the fit. Columns are centred, not
/// scaled: standardise them first where their units differ. Component k is axis k times (x - mean), with whitening divided by its
/// standard deviation. Variances have divisor n - 1, as in scikit-learn.
/// </summary>
/// <remarks>
/// Sign convention: of each axis the entry of largest magnitude is positive (scikit-learn since version 1.5; the sign of a
/// component has no meaning, but must be fixed for files and figures to agree).
/// </remarks>
public sealed class PrincipalComponents : ITransform
{
    internal const string FormatName = "hepbayes.principal-components";
    private const int FormatVersion = 1;

    // Below this share of the largest variance a component is rounding error, and whitening would blow it up.
    private const double SmallestShare = 1e-12;

    private PrincipalComponents(State state)
    {
        Columns = Array.AsReadOnly(state.Columns);
        Means = Array.AsReadOnly(state.Means);
        Axes = state.Axes;
        ExplainedVariance = Array.AsReadOnly(state.Variances);
        TotalVariance = state.TotalVariance;
        Whitened = state.Whitened;
        Rows = state.Rows;
        Outputs = Array.AsReadOnly([.. Enumerable.Range(1, state.Axes.Length).Select(k => string.Create(CultureInfo.InvariantCulture, $"PC{k}"))]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>PC1, PC2, ... by falling variance.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The mean of each column over the rows of the fit.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>The axes, [components][columns]: orthogonal, of length 1 (scikit-learn's components_).</summary>
    public IReadOnlyList<IReadOnlyList<double>> Axes { get; }

    /// <summary>The variance along each axis, falling.</summary>
    public IReadOnlyList<double> ExplainedVariance { get; }

    /// <summary>The variance of all columns together, components left out included.</summary>
    public double TotalVariance { get; }

    /// <summary>The share of <see cref="TotalVariance"/> along each axis.</summary>
    public IReadOnlyList<double> ExplainedVarianceRatio => [.. ExplainedVariance.Select(v => v / TotalVariance)];

    /// <summary>
    /// The loadings, [components][columns]: axis times standard deviation along it. For standardised columns this is the
    /// correlation of column and component.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>> Loadings => [.. Axes.Select((axis, k) => axis.Select(a => a * Math.Sqrt(ExplainedVariance[k])).ToArray())];

    /// <summary>Whether components are divided by their standard deviation.</summary>
    public bool Whitened { get; }

    /// <summary>The number of rows of the fit.</summary>
    public int Rows { get; }

    /// <summary>Finds the axes from the covariance matrix, in double precision.</summary>
    /// <param name="training">The training rows, and only these; at least two.</param>
    /// <param name="columns">The numeric columns; all different.</param>
    /// <param name="components">How many components to keep, from 1 to the number of columns; all if not given.</param>
    /// <param name="whiten">Whether components are divided by their standard deviation.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="UserErrorException">Too few rows, a value that is not finite, or whitening of a component without variance.</exception>
    /// <exception cref="ArgumentException">No column or one column twice was given, or too many components.</exception>
    public static PrincipalComponents Fit(Table training, IReadOnlyList<string> columns, int? components = null, bool whiten = false)
    {
        ColumnFormula.CheckNames(columns);
        ColumnFormula.CheckRows(training, 2, "principal components");
        var count = components ?? columns.Count;
        if (count < 1 || count > columns.Count)
            throw new ArgumentOutOfRangeException(nameof(components), count, $"There are {columns.Count} columns, so keep 1 to {columns.Count} components.");
        var (means, covariance) = Covariance(training, columns);
        var factors = covariance.Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, columns.Count).OrderByDescending(k => factors.EigenValues[k].Real).ToArray();
        // Rounding may leave a tiny negative number where columns depend on each other.
        var variances = order.Select(k => Math.Max(0, factors.EigenValues[k].Real)).ToArray();
        var total = variances.Sum();
        if (whiten && !(variances[count - 1] > SmallestShare * variances[0]))
            throw new UserErrorException($"Component {count} of {training.Source} has no variance, because columns are constant or depend on each other; it cannot be whitened. Keep fewer components or leave such columns out.");
        var axes = order.Take(count).Select(k => Oriented(factors.EigenVectors.Column(k).ToArray())).ToArray();
        return new PrincipalComponents(new State(FormatName, FormatVersion, [.. columns], means, axes, variances[..count], total, whiten, training.Rows));
    }

    /// <inheritdoc/>
    public Table Transform(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var scales = Scales();
        return Replace(table, Columns, Outputs, (row, k) =>
        {
            var sum = 0.0;
            for (var c = 0; c < Columns.Count; c++)
                sum += Axes[k][c] * (row[c] - Means[c]);
            return sum / scales[k];
        });
    }

    /// <summary>Undoes <see cref="Transform"/>; with components left out it gives the nearest point that the kept ones can describe.</summary>
    /// <param name="table">A table with <see cref="Outputs"/>.</param>
    /// <exception cref="ColumnNotFoundException">A component is missing.</exception>
    public Table Inverse(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var scales = Scales();
        return Replace(table, Outputs, Columns, (row, c) =>
        {
            var sum = Means[c];
            for (var k = 0; k < Outputs.Count; k++)
                sum += Axes[k][c] * scales[k] * row[k];
            return sum;
        });
    }

    /// <inheritdoc/>
    public string ToJson() => JsonSerializer.Serialize(
        new State(FormatName, FormatVersion, [.. Columns], [.. Means], [.. Axes.Select(axis => axis.ToArray())], [.. ExplainedVariance], TotalVariance, Whitened, Rows),
        TransformJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="UserErrorException">The text is something else.</exception>
    public static PrincipalComponents FromJson(string json)
    {
        const string What = "set of saved principal components";
        var state = TransformJson.Read<State>(json, What, FormatName, FormatVersion);
        var width = state.Columns.Length;
        if (width == 0 || state.Means.Length != width || state.Axes.Length == 0 || state.Axes.Length > width || state.Axes.Any(axis => axis.Length != width) || state.Variances.Length != state.Axes.Length)
            throw TransformJson.Damaged(What, $"{width} columns, {state.Means.Length} means, {state.Axes.Length} axes and {state.Variances.Length} variances do not fit together");
        return new PrincipalComponents(state);
    }

    private double[] Scales() => [.. ExplainedVariance.Select(v => Whitened ? Math.Sqrt(v) : 1)];

    private static (double[] Means, Matrix<double> Covariance) Covariance(Table table, IReadOnlyList<string> columns)
    {
        var values = columns.Select(table.Values).ToArray();
        for (var c = 0; c < columns.Count; c++)
            table.CheckFinite(columns[c], values[c]);
        var means = values.Select(column => column.Average(v => (double)v)).ToArray();
        var covariance = Matrix<double>.Build.Dense(columns.Count, columns.Count);
        for (var i = 0; i < columns.Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var row = 0; row < table.Rows; row++)
                    sum += (values[i][row] - means[i]) * (values[j][row] - means[j]);
                covariance[i, j] = covariance[j, i] = sum / (table.Rows - 1);
            }
        }

        return (means, covariance);
    }

    private static double[] Oriented(double[] axis)
    {
        var largest = axis.MaxBy(Math.Abs);
        return largest < 0 ? Array.ConvertAll(axis, a => -a) : axis;
    }

    private static Table Replace(Table table, IReadOnlyList<string> from, IReadOnlyList<string> to, Func<double[], int, double> value)
    {
        var sources = from.Select(table.Values).ToArray();
        for (var c = 0; c < sources.Length; c++)
            table.CheckFinite(from[c], sources[c]);
        var results = to.Select(_ => new float[table.Rows]).ToArray();
        var point = new double[from.Count];
        for (var row = 0; row < table.Rows; row++)
        {
            for (var c = 0; c < sources.Length; c++)
                point[c] = sources[c][row];
            for (var k = 0; k < results.Length; k++)
                results[k][row] = (float)value(point, k);
        }

        table = table.Without([.. from]);
        for (var k = 0; k < results.Length; k++)
        {
            if (table.Has(to[k]))
                throw new UserErrorException($"{table.Source} has a column '{to[k]}' already, which a result would overwrite. Rename or leave it out.");
            table = table.WithOwned(to[k], results[k]);
        }

        return table;
    }

    private sealed record State(
        string Format, int Version, string[] Columns, double[] Means, double[][] Axes, double[] Variances, double TotalVariance, bool Whitened, int Rows) : ITransformState;
}
