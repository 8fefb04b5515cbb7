using System.Globalization;

namespace HepBayes.Physics;

/// <summary>A fit result as lines of a table, as all displays show it.</summary>
public static class FitTable
{
    /// <summary>The titles of the columns.</summary>
    public static IReadOnlyList<string> Headers { get; } = ["parameter", "value", "error", "-", "+", "unit", "remark"];

    /// <summary>One line per parameter, as long as <see cref="Headers"/>.</summary>
    /// <param name="result">The fit.</param>
    /// <returns>Numbers as text, rounded to two digits of the error.</returns>
    public static IEnumerable<string[]> Rows(FitResult result) => Checked(result).Parameters.Select(p => Row(result, p));

    /// <summary>What stands below the table: kind of fit, events, range, minimum.</summary>
    /// <param name="result">The fit.</param>
    /// <returns>One line.</returns>
    public static string Note(FitResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Checked(result).IsBinned ? "binned" : "unbinned")} fit of {result.Events:N0} events on {result.Range}: converged, -ln L = {result.NegativeLogLikelihood:F3}, {result.Evaluations} evaluations");

    /// <summary>The whole as aligned text.</summary>
    internal static string Text(FitResult result)
    {
        string[][] rows = [[.. Headers], .. Rows(result)];
        var widths = Enumerable.Range(0, Headers.Count).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var lines = rows.Select(r => string.Join("  ", r.Select((cell, c) => c is > 0 and < 5 ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd());
        return string.Join('\n', lines.Append(Note(result)).Concat(result.Warnings.Select(w => "Warning: " + w)));
    }

    private static FitResult Checked(FitResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result;
    }

    private static string[] Row(FitResult result, FittedParameter parameter)
    {
        var (value, error) = parameter.Written();
        var decimals = error.Length > 0 ? error.Length - error.IndexOf('.', StringComparison.Ordinal) - 1 : 6;
        var format = "F" + (error.Contains('.', StringComparison.Ordinal) ? decimals : 0).ToString(CultureInfo.InvariantCulture);
        string Side(double? distance) => distance is { } d ? double.IsNaN(d) ? "limit" : d.ToString(format, CultureInfo.InvariantCulture) : "";
        return [parameter.Name, value, error, Side(parameter.ErrorLow), Side(parameter.ErrorHigh), parameter.Unit, Remark(result, parameter)];
    }

    private static string Remark(FitResult result, FittedParameter parameter) => parameter.State switch
    {
        FitParameterState.Fixed => "fixed",
        FitParameterState.AtLowerLimit => "at its lower limit",
        FitParameterState.AtUpperLimit => "at its upper limit",
        _ => result.Model.Parameters[result.Model.IndexOf(parameter.Name)].Constraint is var (mean, sd)
            ? string.Create(CultureInfo.InvariantCulture, $"constrained to {mean:G6} ± {sd:G3}") : "",
    };
}
