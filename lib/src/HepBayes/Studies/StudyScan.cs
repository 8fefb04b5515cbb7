namespace HepBayes.Studies;

/// <summary>
/// Heatmaps over uniform pMSSM points (<see cref="Data.PmssmPoints"/>), which the study's seed decides. Cuts on parameters come
/// first; then each prediction is made for the points that are left, and the cuts on it follow.
/// </summary>
public sealed record StudyScan
{
    /// <summary>Points of a block.</summary>
    public int BlockRows { get; init; } = 20_000;

    /// <summary>Number of blocks.</summary>
    public required int Blocks { get; init; }

    /// <summary>Blocks of a unit of work.</summary>
    public int BlocksPerUnit { get; init; } = 10;

    /// <summary>The networks that are asked, in order.</summary>
    public IReadOnlyList<StudyPrediction> Predictions { get; init; } = [];

    /// <summary>Which points are kept.</summary>
    public IReadOnlyList<StudyCut> Cuts { get; init; } = [];

    /// <summary>The maps that are filled with the kept points.</summary>
    public required IReadOnlyList<StudyMap> Maps { get; init; }

    /// <summary>Number of units of work.</summary>
    internal int Units => (Blocks + BlocksPerUnit - 1) / BlocksPerUnit;

    internal static StudyScan Read(StudyNode node)
    {
        var section = new StudySection(node, "'scan'", "blockRows", "blocks", "blocksPerUnit", "predictions", "cuts", "maps");
        var scan = new StudyScan
        {
            BlockRows = section.OptionalWhole("blockRows", 1, 10_000_000) ?? 20_000,
            Blocks = section.OptionalWhole("blocks", 1) ?? throw section.Wrong("blocks", "must be there."),
            BlocksPerUnit = section.OptionalWhole("blocksPerUnit", 1) ?? 10,
            Predictions = section.Sections("predictions", StudyPrediction.Read),
            Cuts = section.Sections("cuts", StudyCut.Read),
            Maps = section.Sections("maps", StudyMap.Read),
        };
        if (scan.Predictions.FirstOrDefault(p => Data.Pmssm.Parameters.Contains(p.Name)) is { } clash)
            throw section.Wrong("predictions", $"has the name '{clash.Name}', which is that of a parameter; choose another.");
        if (scan.Maps.Count == 0)
            throw section.Wrong("maps", "must hold at least one map.");
        if (scan.Maps.DistinctBy(m => m.FileName).Count() < scan.Maps.Count)
            throw section.Wrong("maps", "must have different names.");
        if (scan.Predictions.DistinctBy(p => p.Name).Count() < scan.Predictions.Count)
            throw section.Wrong("predictions", "must have different names.");
        return scan;
    }
}
