namespace HepBayes.Physics;

/// <summary>The profile likelihood of one parameter.</summary>
/// <param name="Parameter">The fitted parameter.</param>
/// <param name="Values">The fixed values, rising.</param>
/// <param name="Heights">-ln L above its minimum at each; 1/2 is one standard deviation, 2 are two.</param>
public sealed record ProfileScan(FittedParameter Parameter, IReadOnlyList<double> Values, IReadOnlyList<double> Heights);
