using HepBayes.Data;
using HepBayes.Prediction;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>Predictions: a unit is a block of neighbouring rows; merged they are one file in the order of the points.</summary>
/// <param name="run">Folder of the run.</param>
internal sealed class PredictWork(StudyFolder run) : IUnitWork
{
    /// <summary>Name in the plan of the networks.</summary>
    public const string Posterior = "posterior";

    /// <summary>Name in the plan of the points.</summary>
    public const string Points = "points";

    /// <summary>Name of the files, without their ending.</summary>
    public const string Result = "prediction";

    private const string UnitName = Result + ".parquet";
    private readonly StudyFile study = StudyFile.Load(run.Study);
    private Emulator? emulator;
    private Table? points;

    private StudyPredict Wanted => study.Predict ?? new();

    /// <inheritdoc/>
    public void Load()
    {
        points ??= TableFile.Read(StudyInputs.Check(run.Plan, Points));
        emulator ??= Open();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Run(UnitFolder folder, TextWriter log, CancellationToken cancellation)
    {
        var first = folder.Unit * Wanted.RowsPerUnit;
        var rows = Enumerable.Range(first, Math.Min(Wanted.RowsPerUnit, points!.Rows - first)).ToArray();
        ParquetTable.Write(emulator!.Statistics(emulator.AddInputs(points.Take(rows)), cancellation), folder.File(UnitName));
        return [UnitName];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Merge(IReadOnlyList<UnitFolder> units, string target, TextWriter log, CancellationToken cancellation)
    {
        var name = $"{Result}.{Wanted.Format.ToString().ToLowerInvariant()}";
        AtomicFile.Write(Path.Combine(target, name), stream =>
        {
            if (Wanted.Format == PredictionFormat.Parquet)
            {
                using var parquet = new ParquetSink(stream);
                Copy(units, parquet, cancellation);
            }
            else
            {
                using var csv = new CsvSink(stream);
                Copy(units, csv, cancellation);
            }
        });
        return [name];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void Copy(IReadOnlyList<UnitFolder> units, IPredictionSink sink, CancellationToken cancellation)
    {
        var done = 0L;
        foreach (var unit in units)
        {
            cancellation.ThrowIfCancellationRequested();
            var table = ParquetTable.Read(unit.File(UnitName));
            var block = new PredictionBlock([.. table.Columns], table.Rows) { FirstRow = done, Rows = table.Rows };
            for (var c = 0; c < table.Columns.Count; c++)
                table.Values(table.Columns[c]).CopyTo(block.Storage(c), 0);
            sink.Write(block);
            done += table.Rows;
        }
    }

    private Emulator Open()
    {
        var path = StudyInputs.Check(run.Plan, Posterior, PosteriorSource.Stamp(run.Plan.Files[Posterior]));
        return new Emulator(PosteriorSource.Open(path, study, run.Plan), Wanted.Statistics(), Wanted.Every);
    }
}
