using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// What a sampler needs to know of a model: the logarithm of a density over a flat parameter vector, and its gradient,
/// for several chains at once. A model of your own only needs <see cref="Evaluate(torch.Tensor)"/> and the properties.
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

    /// <summary>
    /// Dispersed random starts, [chains, parameters], for callers that have no better ones; null to let the sampler choose.
    /// The caller owns the tensor.
    /// </summary>
    /// <param name="chains">Number of chains, at least 1.</param>
    /// <param name="seed">Decides every number.</param>
    torch.Tensor? InitialPosition(int chains, int seed) => null;

    /// <summary>
    /// Parameters that a climb towards a maximum leaves where they start; none unless a model says so. The scales of a
    /// hierarchical prior are such: the joint density of scales and weights grows without bound as both shrink together,
    /// so its maximum says nothing of where the probability lies.
    /// </summary>
    Range HeldWhileClimbing => 0..0;

    /// <summary>Identifies model and data: runs are only resumed on a density with the same text. Empty if unknown.</summary>
    string Fingerprint => "";

    /// <summary>Evaluates the density.</summary>
    /// <param name="position">[chains, parameters].</param>
    /// <returns>Log density [chains] in float64 and gradient [chains, parameters]; the caller owns both.</returns>
    (torch.Tensor LogDensity, torch.Tensor Gradient) Evaluate(torch.Tensor position);

    /// <summary>
    /// The same into tensors of the caller, without allocating where the model can: what samplers call at every step.
    /// </summary>
    /// <param name="position">[chains, parameters], contiguous.</param>
    /// <param name="logDensity">Receives the log density, [chains] in float64.</param>
    /// <param name="gradient">Receives the gradient, [chains, parameters], contiguous.</param>
    void Evaluate(torch.Tensor position, torch.Tensor logDensity, torch.Tensor gradient)
    {
        using var scope = torch.NewDisposeScope();
        var (value, slope) = Evaluate(position);
        logDensity.copy_(value);
        gradient.copy_(slope);
    }
}
