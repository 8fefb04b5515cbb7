namespace HepBayes.Sampling.Riemannian;

/// <summary>The matrix of second derivatives of a log density at one position. Called from several threads at once, so it must not write to anything but the matrix.</summary>
/// <remarks>
/// Any other symmetric matrix that is a smooth function of the position serves as well: its absolute value is the metric, and
/// the sampler stays exact. Where the Hessian changes its signature, minus the Fisher information and the curvature of the
/// log prior, which are negative definite, make a smoother metric.
/// </remarks>
/// <param name="position">The parameter vector, [parameters].</param>
/// <param name="hessian">Receives the matrix, [parameters, parameters], row after row, symmetric.</param>
public delegate void HessianFunction(ReadOnlySpan<double> position, Span<double> hessian);
