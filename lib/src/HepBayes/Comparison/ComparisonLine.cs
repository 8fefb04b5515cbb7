using HepBayes.Evaluation;

namespace HepBayes.Comparison;

/// <summary>What all seeds together say of a method on a region of a problem.</summary>
/// <param name="Problem">Name of the problem.</param>
/// <param name="TestSet">Name of the region.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Seeds">Seeds with figures.</param>
/// <param name="Remark">Why seeds have none; empty normally.</param>
/// <param name="Figures">Mean over seeds and its 95 % interval by name of the figure; not a number where no seed has it, and without ends where one seed has.</param>
public sealed record ComparisonLine(string Problem, string TestSet, string Method, int Seeds, string Remark, IReadOnlyDictionary<string, Interval> Figures)
{
    /// <summary>
    /// Mean difference of the log density from that of plain HMC on the same rows, seed by seed, with its 95 % interval: sharper than the
    /// interval of the log density itself, most of which is how hard the rows of a seed are. Not a number where there is no such run.
    /// </summary>
    public Interval Gain { get; init; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>A figure by its name.</summary>
    /// <param name="figure">One of the names in <see cref="ComparisonColumn.All"/>.</param>
    public Interval this[string figure] => Figures[ComparisonColumn.Of(figure).Name];
}
