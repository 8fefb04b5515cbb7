using System.Text.Json;
using HepBayes.Data;
using HepBayes.Runtime;
using MathNet.Numerics;
using MathNet.Numerics.Optimization;

namespace HepBayes.Preprocessing;

/// <summary>
/// The power transform of Yeo and Johnson (Biometrika 87 (2000) 954), which makes a skewed column more like a normal one and
/// takes values of either sign: y = ((x + 1)^p - 1)/p for x >= 0 (ln(x + 1) for p = 0), and -((1 - x)^(2 - p) - 1)/(2 - p) for
/// x &lt; 0 (-ln(1 - x) for p = 2). The exponent p of each column maximises the likelihood of a normal distribution.
/// </summary>
public sealed class PowerTransform : ITransform
{
    internal const string FormatName = "hepbayes.power";
    private const int FormatVersion = 1;
    private const double LowestExponent = -5;
    private const double HighestExponent = 7;
    private const double NearlyEqual = 1e-12;

    private PowerTransform(string[] columns, double[] exponents)
    {
        Columns = Array.AsReadOnly(columns);
        Exponents = Array.AsReadOnly(exponents);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => Columns;

    /// <summary>The exponent of each column, from -5 to 7; 1 leaves a column as it is.</summary>
    public IReadOnlyList<double> Exponents { get; }

    /// <summary>Finds the exponents.</summary>
    /// <param name="training">The training rows, and only these; at least two.</param>
    /// <param name="columns">The numeric columns to transform; all different.</param>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="UserErrorException">Too few rows, or a column is constant or holds a NaN or infinite value.</exception>
    /// <exception cref="ArgumentException">No column or one column twice was given.</exception>
    public static PowerTransform Fit(Table training, IReadOnlyList<string> columns)
    {
        ColumnFormula.CheckNames(columns);
        ColumnFormula.CheckRows(training, 2, "a power transform");
        return new PowerTransform([.. columns], [.. columns.Select(column => Exponent(training, column))]);
    }

    /// <inheritdoc/>
    public Table Transform(Table table) =>
        ColumnFormula.Apply(table, Columns, (x, c) => Value(x, Exponents[c]), "its power is too large for float32. Take a logarithm first, or cut such rows away.");

    /// <inheritdoc/>
    public Table Inverse(Table table) =>
        ColumnFormula.Apply(table, Columns, (y, c) => Undone(y, Exponents[c]), "the transform reaches no such value, so there is nothing to undo.");

    /// <inheritdoc/>
    public string ToJson() => JsonSerializer.Serialize(new State(FormatName, FormatVersion, [.. Columns], [.. Exponents]), TransformJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="UserErrorException">The text is something else.</exception>
    public static PowerTransform FromJson(string json)
    {
        const string What = "saved power transform";
        var state = TransformJson.Read<State>(json, What, FormatName, FormatVersion);
        if (state.Columns.Length == 0 || state.Columns.Length != state.Exponents.Length)
            throw TransformJson.Damaged(What, $"{state.Columns.Length} columns and {state.Exponents.Length} exponents");
        return new PowerTransform(state.Columns, state.Exponents);
    }

    private static double Exponent(Table training, string column)
    {
        var values = training.Values(column);
        training.CheckFinite(column, values);
        if (values.All(value => value == values[0]))
            throw new UserErrorException($"Column '{column}' of {training.Source} is constant ({values[0]} in all {values.Length} rows): it has no best power and teaches nothing. Leave it out.");
        var jacobian = values.Sum(x => Math.Sign(x) * SpecialFunctions.Log1p(Math.Abs(x)));
        double MinusLogLikelihood(double p) => (0.5 * values.Length * Math.Log(Variance(values, p))) - ((p - 1) * jacobian);
        var objective = ObjectiveFunction.ScalarValue(MinusLogLikelihood);
        return new GoldenSectionMinimizer(1e-9, 200).FindMinimum(objective, LowestExponent, HighestExponent).MinimizingPoint;
    }

    private static double Variance(float[] values, double exponent)
    {
        var (mean, squares) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var value = Value(values[i], exponent);
            var delta = value - mean;
            mean += delta / (i + 1);
            squares += delta * (value - mean);
        }

        // A power so extreme that all values meet or overflow is never the best one.
        var variance = squares / values.Length;
        return variance > 0 && double.IsFinite(variance) ? variance : double.MaxValue;
    }

    private static double Value(double x, double p) => x >= 0 ? BoxCox(x, p) : -BoxCox(-x, 2 - p);

    private static double Undone(double y, double p) => y >= 0 ? BoxCoxUndone(y, p) : -BoxCoxUndone(-y, 2 - p);

    // expm1 keeps the digits where p or x is small.
    private static double BoxCox(double x, double p) => Math.Abs(p) < NearlyEqual ? SpecialFunctions.Log1p(x) : SpecialFunctions.Expm1(p * SpecialFunctions.Log1p(x)) / p;

    private static double BoxCoxUndone(double y, double p) => Math.Abs(p) < NearlyEqual ? SpecialFunctions.Expm1(y) : SpecialFunctions.Expm1(SpecialFunctions.Log1p(p * y) / p);

    private sealed record State(string Format, int Version, string[] Columns, double[] Exponents) : ITransformState;
}
