namespace HepBayes.Evaluation;

/// <summary>One bin of a reliability diagram.</summary>
/// <param name="MeanPredicted">The (weighted) mean predicted probability of its rows, from 0 to 1.</param>
/// <param name="Observed">The (weighted) share of class 1 among its rows with its interval: exact binomial, or that of <see cref="WeightedEfficiency"/>.</param>
/// <param name="Count">The number of rows.</param>
public readonly record struct ReliabilityPoint(double MeanPredicted, Interval Observed, int Count);
