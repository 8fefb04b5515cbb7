using System.Diagnostics;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// Runs a code that takes long for one point over a table of points, several at a time. Every answer is on disk before it
/// counts, so a run that was killed goes on where it stopped: no answer is lost, and no point that has one is computed again.
/// </summary>
public static class SlowCode
{
    /// <summary>Computes points.</summary>
    /// <param name="points">A table with the 19 <see cref="Pmssm.Parameters"/>.</param>
    /// <param name="journal">The file that collects answers, one JSON line each; it is continued if it exists.</param>
    /// <param name="code">
    /// Answers for one point; called from several threads. What it throws is recorded as status "crashed" and the run goes
    /// on, but for <see cref="UserErrorException"/> and <see cref="OperationCanceledException"/>, which end it.
    /// </param>
    /// <param name="parallel">Points that are computed side by side, at least 1.</param>
    /// <param name="progress">Told after every point.</param>
    /// <param name="cancellation">Stops between points; finished ones are in the journal.</param>
    /// <returns>The points with <c>valid</c> (1 or 0), the masses (NaN where there are none), and the texts <c>status</c> and <c>problem</c>.</returns>
    /// <exception cref="UserErrorException">The journal is of other points, damaged, or in use.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static Table Run(Table points, string journal, Func<TableRow, SlowCodeAnswer> code, int parallel = 1, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(code);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        using var answers = SoftSusyJournal.Open(journal, points);
        int[] open = [.. Enumerable.Range(0, points.Rows).Where(row => !answers.Has(row))];
        var finished = points.Rows - open.Length;
        try
        {
            Parallel.ForEach(open, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation }, row =>
            {
                answers.Add(Compute(new TableRow(points, row), code));
                var count = Interlocked.Increment(ref finished);
                progress?.Report(new ProgressReport((double)count / points.Rows, FormattableString.Invariant($"{count} of {points.Rows} points")));
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<UserErrorException>().FirstOrDefault() is { } first)
        {
            throw new UserErrorException(first.Message, e);
        }

        return answers.Table(points);
    }

    private static SoftSusyPoint Compute(TableRow point, Func<TableRow, SlowCodeAnswer> code)
    {
        var clock = Stopwatch.StartNew();
        var answer = Answer(point, code);
        if (answer.Masses.Count != 0 && answer.Masses.Count != Pmssm.Masses.Count)
            throw new UserErrorException($"The slow code gave {answer.Masses.Count} masses for row {point.Index}; expected none, or the {Pmssm.Masses.Count} of Pmssm.Masses.");
        return new SoftSusyPoint(point.Index, answer.Status, answer.Reason, Math.Round(clock.Elapsed.TotalSeconds, 3), [.. answer.Masses]);
    }

    private static SlowCodeAnswer Answer(TableRow point, Func<TableRow, SlowCodeAnswer> code)
    {
        try
        {
            return code(point);
        }
#pragma warning disable CA1031 // One bad point must not end the run; the reason is kept.
        catch (Exception e) when (e is not (UserErrorException or OperationCanceledException))
#pragma warning restore CA1031
        {
            return SlowCodeAnswer.Without("crashed", $"{e.GetType().Name}: {e.Message}");
        }
    }
}
