using System.Globalization;

namespace Hepbook.Clusters;

/// <summary>What <c>hepbook status</c> prints.</summary>
/// <param name="run">The folder.</param>
/// <param name="submission">What was submitted; null if nothing was.</param>
internal sealed class StatusReport(RunFolder run, Submission? submission)
{
    private const int MostRanges = 8;
    private const int LogsShown = 3;
    private const int LinesShown = 5;
    private const int BytesRead = 4096;

    /// <summary>Prints it.</summary>
    /// <param name="output">Where.</param>
    /// <returns>Whether nothing failed and nothing is lost.</returns>
    public bool Print(TextWriter output)
    {
        var engine = submission is null ? null : ClusterEngines.Of(submission.Engine);
        var record = submission is null ? EngineRecord.Nothing() : engine!.Record(submission);
        var states = UnitStates.Of(run, submission, record);
        output.WriteLine(Title(engine));
        if (record.Fault is { } fault)
            output.WriteLine($"  {engine!.Title} cannot be asked ({fault}): what follows is from the files alone.");
        foreach (var phase in Enum.GetValues<UnitPhase>())
            PrintPhase(states, phase, output);
        var bad = Enumerable.Range(0, states.Length).Where(unit => states[unit].Phase is UnitPhase.Failed or UnitPhase.Lost).ToArray();
        foreach (var unit in bad.Take(LogsShown))
            PrintFailure(unit, states[unit], engine!, output);
        output.WriteLine(Advice(states, record, bad.Length));
        return bad.Length == 0;
    }

    /// <summary>Numbers in rising order as ranges: 0-4, 7, 9-12; only the first ones of very many.</summary>
    public static string Ranges(IEnumerable<int> numbers)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var number in numbers)
        {
            if (ranges is [.., var (first, last)] && last == number - 1)
                ranges[^1] = (first, number);
            else
                ranges.Add((number, number));
        }

        var shown = ranges.Take(MostRanges).Select(r => r.First == r.Last ? $"{r.First}" : $"{r.First}-{r.Last}");
        return string.Join(", ", shown) + (ranges.Count > MostRanges ? $" and {ranges.Skip(MostRanges).Sum(r => r.Last - r.First + 1)} more" : "");
    }

    private string Title(IClusterEngine? engine)
    {
        var title = $"{run.Kind} {run.Name}: {run.Units} units in '{run.Path}'";
        return submission switch
        {
            null => $"{title}, not submitted",
            { TasksJob: { } job } => $"{title}, submitted {submission.Submitted:yyyy-MM-dd HH:mm} UTC as job {job} of {engine!.Title}",
            _ => $"{title}; a submission to {engine!.Title} was begun {submission.Submitted:yyyy-MM-dd HH:mm} UTC and did not get as far as a job",
        };
    }

    private static void PrintPhase(UnitState[] states, UnitPhase phase, TextWriter output)
    {
        var units = Enumerable.Range(0, states.Length).Where(unit => states[unit].Phase == phase).ToArray();
        if (units.Length == 0 && phase is not UnitPhase.Done)
            return;
        var name = phase == UnitPhase.Open ? "not begun" : phase.ToString().ToLowerInvariant();
        var list = units.Length == 0 || units.Length == states.Length ? "" : $"  ({Ranges(units)})";
        var reasons = phase != UnitPhase.Waiting ? "" : string.Concat(units.Select(u => states[u].Why).Where(w => w.Length > 0).Distinct().Take(LogsShown).Select(w => $"; {w}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-10}{units.Length,6}{list}{reasons}"));
    }

    private void PrintFailure(int unit, UnitState state, IClusterEngine engine, TextWriter output)
    {
        output.WriteLine($"unit {unit}: {(state.Phase == UnitPhase.Lost ? $"{engine.Title} knows nothing of its task any more, and there is no result" : state.Why)}");
        var log = engine.LogFile(run, submission!, state.Task!.Value);
        if (!File.Exists(log))
        {
            output.WriteLine($"  there is no log '{log}': the task did not start, or could not write there");
            return;
        }

        output.WriteLine($"  {log} ends with");
        foreach (var line in Tail(log, unit))
            output.WriteLine($"    {line}");
    }

    // What the last run of the unit printed if the end of the log has it, else the end.
    private static string[] Tail(string log, int unit)
    {
        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = Math.Max(0, stream.Length - BytesRead);
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var end = Array.FindLastIndex(lines, l => l.StartsWith($"== unit {unit} ended", StringComparison.Ordinal)) is var found and >= 0 ? found + 1 : lines.Length;
        return lines[Math.Max(0, end - LinesShown)..end];
    }

    private string Advice(UnitState[] states, EngineRecord record, int bad)
    {
        var folder = ShellText.Word(run.Path);
        if (states.All(s => s.Phase == UnitPhase.Done))
            return Directory.Exists(run.File("merged")) ? $"All units are done; the merged result is in '{run.File("merged")}' (hepbook merge {folder} checks and makes it again)." : record.IsActive ? "All units are done; the merge is on its way." : $"All units are done: hepbook merge {folder}";
        if (bad > 0 && record.IsActive)
            return "When the rest has ended, submit those that failed once more: the same command with --again.";
        return bad > 0 ? "Submit what is not done once more: the same command with --again. Units go on from what they saved."
            : record.IsActive ? "Units run or wait: nothing is to be done."
            : submission is null ? "Submit them (hepbook submit), or run them here: the command of the run without --unit."
            : "Submit what is not done once more: the same command with --again.";
    }
}
