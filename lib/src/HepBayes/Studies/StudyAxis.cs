using HepBayes.Evaluation;

namespace HepBayes.Studies;

/// <summary>Equal bins of a column; see <see cref="BinAxis"/>.</summary>
/// <param name="Column">The column; null where it is clear.</param>
/// <param name="Low">Lower edge of the first bin.</param>
/// <param name="High">Upper edge of the last bin.</param>
/// <param name="Bins">Number of bins, at least 1.</param>
public sealed record StudyAxis(string? Column, double Low, double High, int Bins)
{
    internal static StudyAxis Read(StudyNode node)
    {
        var section = new StudySection(node, "an axis", "column", "low", "high", "bins");
        var axis = new StudyAxis(section.OptionalText("column"), section.Real("low"), section.Real("high"), section.OptionalWhole("bins", 1, 10_000) ?? 20);
        section.Placed("high", axis.ToBins);
        return axis;
    }

    internal BinAxis ToBins() => new(Low, High, Bins);
}
