using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Studies;

/// <summary>Which rows a study learns from.</summary>
public sealed record StudyData
{
    /// <summary>A bundled data set; null if <see cref="File"/> is given.</summary>
    public DataSet? Set { get; init; }

    /// <summary>A file (Parquet, or text with a line of names), relative to the study file; null if <see cref="Set"/> is given.</summary>
    public string? File { get; init; }

    /// <summary>Conditions that all rows fulfil, each a column, a comparison and a value: <c>valid = 1</c>, <c>problem = ''</c>.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>How the rows are divided; null if all are training rows.</summary>
    public StudySplit? Split { get; init; }

    /// <summary>Most training rows, the first of the split; null for all.</summary>
    public int? Rows { get; init; }

    /// <summary>Column of event weights; null if all are 1.</summary>
    public string? Weight { get; init; }

    internal static StudyData Read(StudyNode node)
    {
        var section = new StudySection(node, "'data'", "set", "file", "where", "split", "rows", "weight");
        if (section.Has("set") == section.Has("file"))
            throw node.Wrong("'data' needs either 'set' (a bundled data set) or 'file'.");
        var data = new StudyData
        {
            Set = section.OptionalChoice<DataSet>("set"),
            File = section.OptionalText("file"),
            Where = section.OptionalTexts("where") ?? [],
            Split = section.OptionalSection("split", StudySplit.Read),
            Rows = section.OptionalWhole("rows", 1),
            Weight = section.OptionalText("weight"),
        };
        section.Placed("where", () => data.Where.Select(condition => new RowCondition(condition)).ToArray());
        return data;
    }

    /// <summary>Reads, selects and divides the rows.</summary>
    /// <param name="folder">What the name of a file is relative to.</param>
    internal DataSplit Load(string folder)
    {
        var table = Where.Aggregate(ReadTable(folder), (rows, condition) => new RowCondition(condition).Of(rows));
        if (table.Rows == 0)
            throw new UserErrorException($"No row of {table.Source} fulfils the conditions of the study ({string.Join(", ", Where)}).");
        var split = Split is { } s ? table.Split(s.Train, s.Validation, s.Test, s.Seed, s.Stratify, s.Group) : new DataSplit(table, table.Head(0), table.Head(0));
        return Rows is { } rows ? split with { Train = split.Train.Head(rows) } : split;
    }

    private Table ReadTable(string folder) => Set switch
    {
        DataSet.Pmssm => Datasets.Pmssm(),
        DataSet.PmssmProspino => Datasets.PmssmProspino(),
        DataSet.Vlq => Datasets.Vlq(),
        DataSet.ShipVacuum => Datasets.Ship(),
        DataSet.ShipAir => Datasets.Ship(ShipConditions.Air),
        DataSet.Dimuon => Datasets.Dimuon(),
        _ => TableFile.Read(Path.Combine(folder, File!)),
    };
}
