namespace HepBayes.Studies;

/// <summary>How a study divides its rows; see <see cref="Data.Table.Split"/>.</summary>
/// <param name="Train">Fraction of training rows, 0 to 1.</param>
/// <param name="Validation">Fraction of validation rows, 0 to 1.</param>
/// <param name="Test">Fraction of test rows, 0 to 1; the three add up to 1.</param>
/// <param name="Seed">Decides who goes where.</param>
/// <param name="Stratify">A label column whose classes are divided in the same proportions; null for none.</param>
/// <param name="Group">A column whose equal values stay together; null for none.</param>
public sealed record StudySplit(double Train, double Validation, double Test, int Seed, string? Stratify = null, string? Group = null)
{
    internal static StudySplit Read(StudyNode node)
    {
        var section = new StudySection(node, "'split'", "train", "validation", "test", "seed", "stratify", "group");
        var split = new StudySplit(section.Real("train", 0, 1), section.Real("validation", 0, 1), section.Real("test", 0, 1),
            section.OptionalWhole("seed", int.MinValue) ?? 1, section.OptionalText("stratify"), section.OptionalText("group"));
        return Math.Abs(split.Train + split.Validation + split.Test - 1) <= 1e-9
            ? split
            : throw node.Wrong(FormattableString.Invariant($"the fractions {split.Train}, {split.Validation} and {split.Test} must add up to 1."));
    }
}
