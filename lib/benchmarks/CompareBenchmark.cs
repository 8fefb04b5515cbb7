using System.Diagnostics;
using HepBayes.Comparison;
using HepBayes.Runtime;

namespace HepBayes.Benchmarks;

/// <summary>
/// Samplers and baselines on the same problems: scores, coverage, cost, and distance from a long run; see lib/docs/comparison.md. One JSON line
/// for each problem, region, method and seed. With --output the rows are kept in a journal, and a run that was stopped goes on from it;
/// with --markdown the tables over all seeds are written between the marks of a page. Options: --problems, --methods (names with commas; all),
/// --seeds (5), --budget (gradients of a chain; each problem's own), --gold (4: the long run takes so many times the gradients; 0 for none),
/// --output FILE.csv, --markdown FILE.md.
/// </summary>
internal static class CompareBenchmark
{
    public static void Run(BenchmarkOptions options)
    {
        try
        {
            Compare(options);
        }
        catch (UserErrorException error)
        {
            throw new BenchmarkUsageException(error.Message);
        }
    }

    private static void Compare(BenchmarkOptions options)
    {
        var problems = Names(options, "problems", ComparisonProblems.Names);
        var methods = ComparisonMethods.Of(Names(options, "methods", [.. ComparisonMethods.All.Select(m => m.Name)]));
        var settings = new ComparisonSettings
        {
            Gradients = options.Has("budget") ? options.Integer("budget", 0) : null,
            GoldFactor = options.Text("gold", "4") == "0" ? 0 : options.Integer("gold", 4),
        };
        var journal = options.Has("output") ? options.Text("output", "") : null;
        var rows = new List<ComparisonFigures>();
        foreach (var name in problems)
        {
            for (var seed = 1; seed <= options.Integer("seeds", 5); seed++)
                rows.AddRange(OneCase(ComparisonProblems.Of(name, seed), methods, settings, journal));
        }

        if (options.Has("markdown"))
            ComparisonPage.Write(options.Text("markdown", ""), ComparisonTable.Of(rows));
    }

    private static IReadOnlyList<ComparisonFigures> OneCase(ComparisonProblem problem, IReadOnlyList<ComparisonMethod> methods, ComparisonSettings settings, string? journal)
    {
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var rows = ComparisonRun.Run([problem], methods, settings, journal);
        foreach (var row in rows)
            Write(row);
        Measurement.WriteLine(new
        {
            benchmark = "compare",
            problem = problem.Name,
            seed = problem.Seed,
            parameters = problem.Network.Parameters,
            threads = Compute.Threads,
            case_seconds = Measurement.Rounded(clock.Elapsed.TotalSeconds, 1),
            case_processor_seconds = Measurement.Rounded((Environment.CpuUsage.TotalTime - before).TotalSeconds, 1),
        });
        return rows;
    }

    private static void Write(ComparisonFigures row)
    {
        var fields = new Dictionary<string, object> { ["benchmark"] = "compare", ["problem"] = row.Problem, ["test_set"] = row.TestSet, ["method"] = row.Method, ["seed"] = row.Seed };
        foreach (var column in ComparisonColumn.All)
        {
            if (double.IsFinite(column.Value(row)))
                fields[column.Name] = Measurement.Rounded(column.Value(row), 4);
        }

        if (row.Remark.Length > 0)
            fields["remark"] = row.Remark;
        Measurement.WriteLine(fields);
    }

    private static IReadOnlyList<string> Names(BenchmarkOptions options, string option, IReadOnlyList<string> all) =>
        options.Text(option, "all") is var text && text == "all" ? all : text.Split(',');
}
