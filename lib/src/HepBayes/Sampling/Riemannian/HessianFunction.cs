namespace HepBayes.Sampling.Riemannian;

/// <summary>The matrix of second derivatives of a log density at one position. Called from several threads at once, so it must not write to anything but the matrix.</summary>
/// <param name="position">The parameter vector, [parameters].</param>
/// <param name="hessian">Receives the matrix, [parameters, parameters], row after row, symmetric.</param>
public delegate void HessianFunction(ReadOnlySpan<double> position, Span<double> hessian);
