namespace HepBayes.Sampling;

/// <summary>How the draws of one quantity whose trajectory diverged differ from the others.</summary>
/// <param name="Name">The quantity.</param>
/// <param name="Shift">Mean of the divergent draws minus that of the others, in standard deviations of the others.</param>
/// <param name="Narrowing">
/// Standard deviation of the divergent draws over that of the others: well below 1 where divergences sit in a narrow place,
/// the neck of a funnel for instance; NaN for a single one.
/// </param>
/// <param name="Distance">
/// Greatest distance between the two distribution functions (Kolmogorov and Smirnov), 0 to 1, whatever the shape. If
/// divergences did not depend on the quantity, it would be about 0.87 / sqrt(number of divergences), so values well above count.
/// </param>
public readonly record struct DivergenceContrast(string Name, double Shift, double Narrowing, double Distance);
