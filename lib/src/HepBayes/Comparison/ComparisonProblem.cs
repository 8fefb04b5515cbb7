using HepBayes.Networks;
using HepBayes.Training;

namespace HepBayes.Comparison;

/// <summary>
/// A model with rows to train on and rows to judge by, on which methods are compared. All rows are prepared for the network; what was
/// fitted to prepare them saw training rows only.
/// </summary>
/// <param name="Name">Name of the problem, as it stands in tables and files; the same for all seeds.</param>
/// <param name="Seed">Decided the choice of the rows; also decides the starts and random numbers of the methods.</param>
/// <param name="Network">The probability model.</param>
/// <param name="Training">Rows that the methods learn from.</param>
/// <param name="Calibration">Rows that only split-conformal intervals use; none for classification.</param>
/// <param name="Tests">Rows that the figures are of, by region; at least one part, with no row of the others.</param>
public sealed record ComparisonProblem(string Name, int Seed, BayesianNetwork Network, ComparisonRows Training, ComparisonRows Calibration, IReadOnlyList<ComparisonRows> Tests)
{
    /// <summary>Gradients over all training rows that a chain of a sampler may take, warm-up included, at least 100.</summary>
    public int Gradients { get; init; } = 10_000;

    /// <summary>Most leapfrog steps of a trajectory, at least 4; it bounds what the warm-up takes of the gradients to one half.</summary>
    public int Leapfrogs { get; init; } = 50;

    /// <summary>How the networks are trained that samplers start from and that most baselines are made of.</summary>
    public AdamOptions Climb { get; init; } = new();

    /// <summary>Rough variance of the targets' noise in the unit of training; SWAG's learning rate goes with it.</summary>
    public double NoiseVariance { get; init; } = 1;

    /// <summary>What predictions are multiplied by to be in <see cref="Unit"/>.</summary>
    public double TargetScale { get; init; } = 1;

    /// <summary>Unit of the errors of a regression.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whether the target is 0 or 1.</summary>
    public bool IsClassification => Network.Likelihood is BernoulliLikelihood;

    /// <summary>Number of hyper-parameters of prior and noise, which stand behind the weights.</summary>
    internal int HyperParameters => Network.Parameters - Network.Architecture.Layout.Count;
}
