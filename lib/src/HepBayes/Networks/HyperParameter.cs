namespace HepBayes.Networks;

/// <summary>
/// A sampled hyper-parameter of a likelihood: a scale s above 0 that stands in the parameter vector as u = log s. A number
/// without bounds may be kept as u itself; <see cref="ScalePrior.LogNormal"/> then makes it normal, N(log median, spread^2).
/// </summary>
/// <param name="Name">Name of u, for example <c>noise.log_scale</c>.</param>
/// <param name="Prior">Prior density of s.</param>
public readonly record struct HyperParameter(string Name, ScalePrior Prior);
