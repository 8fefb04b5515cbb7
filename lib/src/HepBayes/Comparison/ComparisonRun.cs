using HepBayes.Runtime;

namespace HepBayes.Comparison;

/// <summary>Compares methods on problems, row by row.</summary>
/// <example><code>
/// var rows = ComparisonRun.Run([ComparisonProblems.Gap(1), ComparisonProblems.Gap(2)], ComparisonMethods.Of("hmc", "swag"));
/// Console.WriteLine(ComparisonTable.Of(rows).ToMarkdown());
/// </code></example>
public static class ComparisonRun
{
    /// <summary>
    /// Runs every method on every problem. A method that makes no sense for a problem gets rows that say why; one that fails gets rows that say
    /// how. Rows already in the journal are not computed again, so a run that was stopped goes on where it was; all figures but the
    /// seconds are the same as without the stop.
    /// </summary>
    /// <param name="problems">Problems, several seeds of each for intervals.</param>
    /// <param name="methods">Methods; see <see cref="ComparisonMethods"/>.</param>
    /// <param name="settings">What the methods have in common; null for the defaults.</param>
    /// <param name="journal">File that keeps the finished rows (<see cref="ComparisonFile"/>); null to keep them in memory alone.</param>
    /// <param name="progress">Told before each method.</param>
    /// <param name="cancellation">Stops between transitions or batches; finished rows are in the journal.</param>
    /// <returns>A row for each problem, method and region, in that order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="UserErrorException">The journal is of other settings, damaged, or in use.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static IReadOnlyList<ComparisonFigures> Run(
        IReadOnlyList<ComparisonProblem> problems,
        IReadOnlyList<ComparisonMethod> methods,
        ComparisonSettings? settings = null,
        string? journal = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentNullException.ThrowIfNull(methods);
        settings ??= new ComparisonSettings();
        settings.Check();
        using var done = ComparisonJournal.Open(journal, settings);
        var rows = new List<ComparisonFigures>();
        for (var p = 0; p < problems.Count; p++)
        {
            using var of = new ComparisonCase(problems[p], settings, cancellation);
            for (var m = 0; m < methods.Count; m++)
            {
                progress?.Report(new ProgressReport((p + ((double)m / methods.Count)) / problems.Count, $"{of.Problem.Name}, seed {of.Problem.Seed}: {methods[m].Name}"));
                rows.AddRange(done.Find(of.Problem, methods[m]) ?? Computed(of, methods[m], done));
            }
        }

        progress?.Report(new ProgressReport(1, $"{rows.Count} rows"));
        return rows;
    }

    private static ComparisonFigures[] Computed(ComparisonCase of, ComparisonMethod method, ComparisonJournal journal)
    {
        of.Cancellation.ThrowIfCancellationRequested();
        var rows = Figures(of, method);
        journal.Add(rows);
        return rows;
    }

    private static ComparisonFigures[] Figures(ComparisonCase of, ComparisonMethod method)
    {
        var problem = of.Problem;
        ComparisonFigures[] Without(string remark) => [.. problem.Tests.Select(t => new ComparisonFigures(problem.Name, t.Name, method.Name, problem.Seed) { Remark = remark })];
        if (method.LeftOut(problem) is { } reason)
            return Without($"left out: {reason}");
        if (method.Name == SamplerMethods.Gold.Name && of.GoldGradients == 0)
            return Without("left out: no long run was asked for");
        try
        {
            var fit = of.FitOf(method);
            return [.. problem.Tests.Select(test => ComparisonScores.Of(fit, of, test, method.Name))];
        }
        catch (Exception e) when (e is ArithmeticException or InvalidOperationException and not ObjectDisposedException)
        {
            return Without($"failed: {e.Message}");
        }
    }
}
