namespace HepBayes.Evaluation;

/// <summary>How much a feature matters.</summary>
/// <param name="Column">The feature.</param>
/// <param name="Importance">The figure with its interval; what it means says the method that made it.</param>
/// <param name="Values">The single values that the figure is the mean of; empty where it is no mean.</param>
public sealed record FeatureImportance(string Column, Interval Importance, IReadOnlyList<double> Values);
