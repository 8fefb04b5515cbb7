using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>Merges the units of a run after all of them were found to be whole.</summary>
internal static class UnitMerge
{
    private const int Named = 20;

    /// <summary>Checks the units of a run and merges them.</summary>
    /// <param name="run">Folder of the run.</param>
    /// <param name="work">What merges them.</param>
    /// <param name="allowMissing">Whether to merge the units that are whole if some are not.</param>
    /// <param name="log">For the summary, and for the units that are left out.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnitsMissingException">Units are missing or damaged, and that is not allowed, or none is whole.</exception>
    /// <exception cref="UserErrorException">The result could not be written.</exception>
    public static void Run(StudyFolder run, IUnitWork work, bool allowMissing, TextWriter log, CancellationToken cancellation)
    {
        var (whole, faults) = Sort(run, cancellation);
        if (faults.Count > 0)
        {
            var list = $"{faults.Count} of {run.Plan.Units} units of '{run.Path}' are missing or damaged:{Lines(faults)}";
            if (!allowMissing || whole.Count == 0)
                throw new UnitsMissingException($"{list}\nRun them (--unit), or merge without them (--allow-missing).");
            log.WriteLine(list);
        }

        try
        {
            Write(run, work, whole, [.. faults.Select(f => f.Unit)], log, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The merged result could not be written to '{run.Merged}': {e.Message} Put this right and merge again; the units are as they were.", e);
        }
    }

    private static (List<UnitFolder> Whole, List<(int Unit, string Fault)> Faults) Sort(StudyFolder run, CancellationToken cancellation)
    {
        var (whole, faults) = (new List<UnitFolder>(), new List<(int, string)>());
        for (var unit = 0; unit < run.Plan.Units; unit++)
        {
            cancellation.ThrowIfCancellationRequested();
            var folder = run.Unit(unit);
            if (folder.Fault() is { } fault)
                faults.Add((unit, fault));
            else
                whole.Add(folder);
        }

        return (whole, faults);
    }

    private static void Write(StudyFolder run, IUnitWork work, List<UnitFolder> whole, IReadOnlyList<int> missing, TextWriter log, CancellationToken cancellation)
    {
        var stamp = Path.Combine(Directory.CreateDirectory(run.Merged).FullName, MergeFile.Name);
        File.Delete(stamp);
        var files = work.Merge(whole, run.Merged, log, cancellation);
        AtomicFile.WriteAllText(stamp, StudyJson.Text(new MergeFile
        {
            Kind = run.Plan.Kind,
            PlanSha256 = run.Plan.Sha256,
            Units = run.Plan.Units,
            Missing = missing,
            Files = new(files.ToDictionary(name => name, name => StudyJson.Sha256OfFile(Path.Combine(run.Merged, name))), StringComparer.Ordinal),
        }));
        log.WriteLine($"Merged {whole.Count} of {run.Plan.Units} units into '{run.Merged}'.");
    }

    private static string Lines(List<(int Unit, string Fault)> faults) =>
        string.Concat(faults.Take(Named).Select(f => $"\n  unit {f.Unit}: {f.Fault}"))
        + (faults.Count > Named ? $"\n  and {faults.Count - Named} more: {Ranges(faults.Skip(Named).Select(f => f.Unit))}" : "");

    /// <summary>Numbers in rising order as ranges: 0-4, 7, 9-12.</summary>
    internal static string Ranges(IEnumerable<int> numbers)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var number in numbers)
        {
            if (ranges.Count > 0 && ranges[^1].Last == number - 1)
                ranges[^1] = (ranges[^1].First, number);
            else
                ranges.Add((number, number));
        }

        return string.Join(", ", ranges.Select(r => r.First == r.Last ? $"{r.First}" : $"{r.First}-{r.Last}"));
    }
}
