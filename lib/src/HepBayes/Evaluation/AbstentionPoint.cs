namespace HepBayes.Evaluation;

/// <summary>What is left when a classifier keeps silent about its most uncertain rows.</summary>
/// <param name="Removed">The share of rows that was removed, from 0 to below 1.</param>
/// <param name="Rows">The number of rows that are left.</param>
/// <param name="LargestUncertainty">The largest uncertainty among them: the cut that an analysis would apply.</param>
/// <param name="Metric">The metric of the rows that are left, with its bootstrap interval; NaN where it is not defined.</param>
public readonly record struct AbstentionPoint(double Removed, int Rows, double LargestUncertainty, Interval Metric);
