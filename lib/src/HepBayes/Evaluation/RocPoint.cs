namespace HepBayes.Evaluation;

/// <summary>One working point of a classifier: everything with a score at or above the threshold is called class 1.</summary>
/// <param name="Threshold">The score; positive infinity for the point where nothing is called class 1.</param>
/// <param name="FalsePositiveRate">The (weighted) share of class 0 called class 1, from 0 to 1.</param>
/// <param name="TruePositiveRate">The (weighted) share of class 1 called class 1, from 0 to 1.</param>
public readonly record struct RocPoint(double Threshold, double FalsePositiveRate, double TruePositiveRate);
