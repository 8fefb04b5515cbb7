namespace HepBayes.Physics;

/// <summary>What another measurement knows about a parameter: the fit's -ln L gets ((value - mean) / sd)^2 / 2.</summary>
/// <param name="Mean">The other measurement.</param>
/// <param name="StandardDeviation">Its standard error, above 0.</param>
public sealed record GaussianConstraint(double Mean, double StandardDeviation);
