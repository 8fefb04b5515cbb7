namespace HepBayes.Training.Search;

/// <summary>A value of the objective on the way, for example after an epoch.</summary>
/// <param name="Step">Where on the way, for example the number of the epoch; not negative.</param>
/// <param name="Value">The value, finite.</param>
public readonly record struct IntermediateValue(int Step, double Value);
