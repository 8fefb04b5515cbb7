using System.Globalization;
using System.Text;
using HepBayes.Evaluation;
using MathNet.Numerics.Distributions;

namespace HepBayes.Comparison;

/// <summary>
/// Means over seeds with intervals. The interval is Student's t interval of the mean over seeds at 95 %: each seed has other training and test
/// rows, other starts and other random numbers, so it contains all of these together, and is one of the mean over such seeds. Comparisons of two
/// methods can be sharper than their intervals, since both see the same rows of a seed.
/// </summary>
public sealed class ComparisonTable
{
    private const double Level = 0.95;

    private ComparisonTable(IReadOnlyList<ComparisonLine> lines) => Lines = lines;

    /// <summary>A line for each problem, region and method, in the order of the rows.</summary>
    public IReadOnlyList<ComparisonLine> Lines { get; }

    /// <summary>Makes the table.</summary>
    /// <param name="rows">Figures of single seeds.</param>
    public static ComparisonTable Of(IEnumerable<ComparisonFigures> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var all = rows.ToArray();
        var plain = all.Where(r => r.Method == SamplerMethods.PlainHmc.Name)
            .GroupBy(r => (r.Problem, r.TestSet, r.Seed)).ToDictionary(g => g.Key, g => g.Last().LogDensity);
        return new ComparisonTable([.. all.GroupBy(r => (r.Problem, r.TestSet, r.Method)).Select(group => LineOf([.. group]) with { Gain = GainOf([.. group], plain) })]);
    }

    /// <summary>Mean of values and Student's t interval of the mean; values that are not numbers do not count.</summary>
    /// <param name="values">One value a seed.</param>
    /// <returns>Not a number for no value, without ends for one.</returns>
    public static Interval MeanInterval(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var v = values.Where(double.IsFinite).ToArray();
        if (v.Length == 0)
            return new Interval(double.NaN, double.NaN, double.NaN, Level);
        var mean = v.Average();
        if (v.Length == 1)
            return new Interval(mean, double.NaN, double.NaN, Level);
        var variance = v.Sum(x => (x - mean) * (x - mean)) / (v.Length - 1);
        var reach = StudentT.InvCDF(0, 1, v.Length - 1, (1 + Level) / 2) * Math.Sqrt(variance / v.Length);
        return new Interval(mean, mean - reach, mean + reach, Level);
    }

    /// <summary>
    /// The table as Markdown, one for each region of a problem: mean ± half width of the interval. Columns without a figure are left out;
    /// methods that were left out or failed follow with their reasons.
    /// </summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var region in Lines.GroupBy(l => (l.Problem, l.TestSet)))
            Append(text, $"{region.Key.Problem}, {region.Key.TestSet}", [.. region]);
        return text.ToString();
    }

    private static ComparisonLine LineOf(ComparisonFigures[] rows)
    {
        var complete = rows.Where(r => r.Remark.Length == 0).ToArray();
        var remarks = rows.Where(r => r.Remark.Length > 0).GroupBy(r => r.Remark).Select(g => g.Count() == rows.Length ? g.Key : $"{g.Key} ({g.Count()} of {rows.Length} seeds)");
        var figures = ComparisonColumn.All.ToDictionary(c => c.Name, c => MeanInterval(complete.Select(c.Value)));
        return new ComparisonLine(rows[0].Problem, rows[0].TestSet, rows[0].Method, complete.Length, string.Join("; ", remarks), figures);
    }

    private static Interval GainOf(ComparisonFigures[] rows, Dictionary<(string, string, int), double> plain) => rows[0].Method == SamplerMethods.PlainHmc.Name
        ? new Interval(double.NaN, double.NaN, double.NaN, Level)
        : MeanInterval(rows.Select(r => r.LogDensity - plain.GetValueOrDefault((r.Problem, r.TestSet, r.Seed), double.NaN)));

    private static void Append(StringBuilder text, string title, ComparisonLine[] lines)
    {
        var columns = ComparisonColumn.All.Where(c => lines.Any(l => double.IsFinite(l[c.Name].Value))).ToArray();
        var seeds = lines.Max(l => l.Seeds);
        text.Append(CultureInfo.InvariantCulture, $"**{title}** ({seeds} {(seeds == 1 ? "seed" : "seeds")})\n\n");
        text.Append("| method | beyond hmc | ").AppendJoin(" | ", columns.Select(c => c.Title)).Append(" |\n|---|").Insert(text.Length, "---|", columns.Length + 1).Append('\n');
        foreach (var line in lines.Where(l => l.Seeds > 0))
            text.Append("| ").Append(line.Method).Append(" | ").Append(Cell(line.Gain)).Append(" | ").AppendJoin(" | ", columns.Select(c => Cell(line[c.Name]))).Append(" |\n");
        text.Append('\n');
        foreach (var line in lines.Where(l => l.Remark.Length > 0))
            text.Append("- ").Append(line.Method).Append(": ").Append(line.Remark).Append('\n');
        text.Append('\n');
    }

    // Two digits of the half width; four of a value without one, and all of a large count.
    private static string Cell(Interval interval)
    {
        if (!double.IsFinite(interval.Value))
            return "";
        if (!(interval.HalfWidth > 0))
            return interval.Value.ToString(Math.Abs(interval.Value) >= 1000 ? "F0" : "G4", CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(1 - (int)Math.Floor(Math.Log10(interval.HalfWidth)), 0, 8);
        var format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        return $"{interval.Value.ToString(format, CultureInfo.InvariantCulture)} ± {interval.HalfWidth.ToString(format, CultureInfo.InvariantCulture)}";
    }
}
