using HepBayes.Networks;
using TorchSharp;

namespace HepBayes.ResumeProbe;

/// <summary>A density that does something once, when its gradient has been taken a given number of times.</summary>
/// <param name="density">The density; it stays the caller's.</param>
/// <param name="limit">The number.</param>
/// <param name="action">What happens then.</param>
internal sealed class CountingDensity(ILogDensity density, long limit, Action action) : ILogDensity
{
    /// <summary>Gradients so far.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public int Parameters => density.Parameters;

    /// <inheritdoc/>
    public torch.Device Device => density.Device;

    /// <inheritdoc/>
    public torch.ScalarType NumberType => density.NumberType;

    /// <inheritdoc/>
    public string Fingerprint => density.Fingerprint;

    /// <inheritdoc/>
    public torch.Tensor? InitialVariance() => density.InitialVariance();

    /// <inheritdoc/>
    public (torch.Tensor LogDensity, torch.Tensor Gradient) Evaluate(torch.Tensor position)
    {
        if (++Count == limit)
            action();
        return density.Evaluate(position);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
