namespace HepBayes.Networks;

/// <summary>The logarithm of a density, up to a constant, at one position, and its gradient. Called from several threads at once, so it must not write to anything but the gradient.</summary>
/// <param name="position">The parameter vector, [parameters].</param>
/// <param name="gradient">Receives the gradient of the log density, [parameters]; zeros at the call.</param>
/// <returns>The log density; negative infinity or NaN where the density is 0 or not defined.</returns>
public delegate double DensityFunction(ReadOnlySpan<double> position, Span<double> gradient);
