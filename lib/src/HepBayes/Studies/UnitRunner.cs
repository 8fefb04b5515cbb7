using System.Diagnostics;
using System.Globalization;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>Runs units of a run: those that are done are left alone, damaged ones are named and computed again.</summary>
/// <param name="run">Folder of the run.</param>
/// <param name="work">What a unit computes.</param>
/// <param name="log">For lines about the units.</param>
internal sealed class UnitRunner(StudyFolder run, IUnitWork work, TextWriter log)
{
    private DateTime since = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    /// <summary>Runs every unit that is not done, one after another.</summary>
    /// <param name="cancellation">Stops; a repeat goes on.</param>
    public void RunAll(CancellationToken cancellation)
    {
        for (var unit = 0; unit < run.Plan.Units; unit++)
            Run(unit, cancellation);
    }

    /// <summary>Runs a unit, unless it is done.</summary>
    /// <param name="unit">Unit, from 0.</param>
    /// <param name="cancellation">Stops; a repeat goes on.</param>
    /// <exception cref="UserErrorException">There is no such unit, its folder holds something else, or it cannot be written.</exception>
    public void Run(int unit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var folder = run.Unit(unit);
        if (folder.IsMarkedDone)
        {
            if (folder.Fault() is not { } fault)
            {
                log.WriteLine($"Unit {unit} is done.");
                return;
            }

            log.WriteLine($"Unit {unit} is damaged and computed again: {fault}.");
            folder.Clear();
        }

        try
        {
            Compute(folder, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Unit {unit} could not be written to '{folder.Path}': {e.Message} Put this right (make room, or check the permissions) and run the same command again: it goes on from what was saved.", e);
        }
    }

    private void Compute(UnitFolder folder, CancellationToken cancellation)
    {
        work.Load();
        folder.Prepare();
        var begin = DateTime.UtcNow;
        var files = work.Run(folder, log, cancellation);
        var end = DateTime.UtcNow;
        folder.Complete(files, new UnitTiming(RunPlan.FormatNumber, Rounded(end - begin), Rounded(begin - since), Environment.MachineName));
        since = end;
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Unit {folder.Unit} took {(end - begin).TotalSeconds:0.0} s."));
    }

    private static double Rounded(TimeSpan time) => Math.Round(Math.Max(0, time.TotalSeconds), 3);
}
