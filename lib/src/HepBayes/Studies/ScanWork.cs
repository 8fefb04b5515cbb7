using System.Globalization;
using HepBayes.Data;
using HepBayes.Evaluation;
using HepBayes.Prediction;

namespace HepBayes.Studies;

/// <summary>Heatmaps: a unit is a number of blocks of points; merged they are one scan, exactly that of one computer.</summary>
internal sealed class ScanWork : IUnitWork
{
    /// <summary>Name of the file of a scan.</summary>
    public const string Result = "scan.json";

    private readonly StudyFolder run;
    private readonly StudyFile study;
    private readonly StudyScan wanted;
    private IReadOnlyList<(StudyPrediction Prediction, Emulator Emulator)>? emulators;

    /// <summary>The work of a run.</summary>
    public ScanWork(StudyFolder run)
    {
        this.run = run;
        study = StudyFile.Load(run.Study);
        wanted = study.Scan!;
    }

    /// <summary>Name in the plan of the networks of a prediction.</summary>
    public static string Posterior(StudyPrediction prediction) => $"posterior.{prediction.Name}";

    /// <summary>The scan of a run, empty.</summary>
    public static HeatmapScan Empty(StudyFolder run, StudyScan wanted) => new($"{run.Plan.Name}, plan {run.Plan.Sha256}", [.. wanted.Maps.Select(m => m.ToMap())]);

    /// <inheritdoc/>
    public void Load() => emulators ??= [.. wanted.Predictions.Select(p => (p, Open(p)))];

    /// <inheritdoc/>
    public IReadOnlyList<string> Run(UnitFolder folder, TextWriter log, CancellationToken cancellation)
    {
        var scan = Empty(run, wanted);
        scan.Resume(folder.File(Result));
        var first = folder.Unit * wanted.BlocksPerUnit;
        scan.Run(first..Math.Min(first + wanted.BlocksPerUnit, wanted.Blocks), block => PmssmPoints.Uniform(wanted.BlockRows, study.Seed, block),
            points => Accept(points, cancellation), folder.File(Result), new LogProgress(log, folder.Unit), cancellation);
        return [Result];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Merge(IReadOnlyList<UnitFolder> units, string target, TextWriter log, CancellationToken cancellation)
    {
        var all = Empty(run, wanted);
        foreach (var unit in units)
        {
            cancellation.ThrowIfCancellationRequested();
            var part = Empty(run, wanted);
            part.Resume(unit.File(Result));
            all.Merge(part);
        }

        all.Save(Path.Combine(target, Result));
        foreach (var map in wanted.Maps)
            all[map.Name].WriteCsv(Path.Combine(target, map.FileName));
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.Scanned:N0} points, {all.Accepted:N0} in the maps."));
        return [Result, .. wanted.Maps.Select(m => m.FileName)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Emulator Open(StudyPrediction prediction)
    {
        var name = Posterior(prediction);
        var path = StudyInputs.Check(run.Plan, name, PosteriorSource.Stamp(run.Plan.Files[name]));
        return new Emulator(PosteriorSource.Open(path, study, run.Plan), new BatchStatistics(), prediction.Every);
    }

    private Table Accept(Table points, CancellationToken cancellation)
    {
        var predicted = wanted.Predictions.Select(p => p.Name).ToHashSet();
        var table = wanted.Cuts.Where(cut => !predicted.Contains(cut.Column)).Aggregate(points, (rows, cut) => cut.Of(rows));
        foreach (var (prediction, emulator) in emulators!)
        {
            table = emulator.AddInputs(table);
            var statistics = emulator.Statistics(table, cancellation);
            table = table.WithColumn(prediction.Name, statistics["mean"]).WithColumn(prediction.Name + Emulator.Deviation, statistics["sd"]);
            table = wanted.Cuts.Where(cut => cut.Column == prediction.Name).Aggregate(table, (rows, cut) => cut.Of(rows));
        }

        return table;
    }
}
