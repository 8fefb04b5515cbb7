namespace HepBayes.Studies;

/// <summary>What a study learns to predict.</summary>
/// <param name="Column">The column.</param>
/// <param name="Log10">Whether the network learns its decadic logarithm, in which predictions then are.</param>
/// <param name="Standardise">Whether it is shifted and scaled to mean 0 and standard deviation 1 of the training rows, after the logarithm; predictions are scaled back.</param>
public sealed record StudyTarget(string Column, bool Log10 = false, bool Standardise = false)
{
    internal static StudyTarget Read(StudyNode node)
    {
        var section = new StudySection(node, "a target", "column", "log10", "standardise");
        return new StudyTarget(section.Text("column"), section.Flag("log10"), section.Flag("standardise"));
    }
}
