using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// What a sampler needs to know of a model: the logarithm of a density over a flat parameter vector, and its gradient,
/// for several chains at once.
/// </summary>
public interface ILogDensity : IDisposable
{
    /// <summary>Length of the parameter vector.</summary>
    int Parameters { get; }

    /// <summary>Where positions and gradients live.</summary>
    torch.Device Device { get; }

    /// <summary>Number type of positions and gradients.</summary>
    torch.ScalarType NumberType { get; }

    /// <summary>
    /// A rough variance of each parameter, [parameters] in float64 on <see cref="Device"/>, where a sampler's mass matrix
    /// starts; null for 1 everywhere. The caller owns the tensor.
    /// </summary>
    torch.Tensor? InitialVariance();

    /// <summary>Evaluates the density.</summary>
    /// <param name="position">[chains, parameters].</param>
    /// <returns>Log density [chains] in float64 and gradient [chains, parameters]; the caller owns both.</returns>
    (torch.Tensor LogDensity, torch.Tensor Gradient) Evaluate(torch.Tensor position);
}
