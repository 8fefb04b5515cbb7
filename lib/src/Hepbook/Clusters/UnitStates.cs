using System.Globalization;

namespace Hepbook.Clusters;

/// <summary>Puts together what the files and the batch system say about each unit.</summary>
internal static class UnitStates
{
    private const int Killed = 137;

    /// <summary>The state of every unit, by its number.</summary>
    /// <param name="run">The folder.</param>
    /// <param name="submission">What was submitted; null if nothing was.</param>
    /// <param name="record">What the batch system knows.</param>
    public static UnitState[] Of(RunFolder run, Submission? submission, EngineRecord record)
    {
        var states = Enumerable.Range(0, run.Units).Select(unit => new UnitState(run.IsDone(unit) ? UnitPhase.Done : UnitPhase.Open)).ToArray();
        var tasks = submission?.TasksJob is null ? [] : TaskList.Read(run.UnitsFile).Tasks;
        for (var task = 0; task < tasks.Count; task++)
        {
            var known = record.Tasks.GetValueOrDefault(task) ?? record.Others;
            var atWork = known is { Phase: TaskPhase.Running };
            foreach (var unit in tasks[task].Where(unit => unit < states.Length && states[unit].Phase == UnitPhase.Open))
            {
                states[unit] = OfTask(run.Failure(unit), known, atWork, record.Fault is null, task);
                // A task takes its units in order: what comes after the one at work still waits.
                atWork &= states[unit].Phase != UnitPhase.Running;
            }
        }

        return states;
    }

    private static UnitState OfTask(int? failure, TaskState? task, bool atWork, bool answered, int number) => (failure, task) switch
    {
        ({ } code, not { Phase: TaskPhase.Waiting }) => new(UnitPhase.Failed, Meaning(code), number),
        (_, { Phase: TaskPhase.Running }) => new(atWork ? UnitPhase.Running : UnitPhase.Waiting, atWork ? "" : "behind another unit of its task", number),
        (_, { Phase: TaskPhase.Waiting } waiting) => new(UnitPhase.Waiting, waiting.Reason, number),
        (_, { } ended) => new(UnitPhase.Failed, $"its task ended as {ended.Text}{Remedy(ended.Text)}", number),
        _ when answered => new(UnitPhase.Lost, "", number),
        _ => new(UnitPhase.Open, "", number),
    };

    private static string Meaning(int code) => string.Create(CultureInfo.InvariantCulture, $"exit code {code}") + code switch
    {
        2 => ": bad input, see the log",
        Killed => ": killed, often for want of memory (--memory)",
        > 128 => string.Create(CultureInfo.InvariantCulture, $": ended by signal {code - 128}"),
        _ => "",
    };

    private static string Remedy(string word) => word switch
    {
        "TIMEOUT" => " (--time)",
        "OUT_OF_MEMORY" => " (--memory)",
        _ => "",
    };
}
