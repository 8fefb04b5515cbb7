using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// A point of each chain with the full log density and gradient there: the control variate of mini-batch gradients (Baker,
/// Fearnhead, Fox and Nemeth 2019, eq. 4). Any point leaves the estimates unbiased; one near a maximum makes them precise.
/// Owns its tensors.
/// </summary>
public sealed class ControlPoint : IDisposable
{
    private ControlPoint(Tensor position, Tensor logDensity, Tensor gradient) =>
        (Position, LogDensity, Gradient) = (position.DetachFromDisposeScope(), logDensity.DetachFromDisposeScope(), gradient.DetachFromDisposeScope());

    /// <summary>[chains, parameters], in the number type of the density; belongs to the point.</summary>
    public Tensor Position { get; }

    /// <summary>[chains] in float64; belongs to the point.</summary>
    public Tensor LogDensity { get; }

    /// <summary>[chains, parameters] in float64; belongs to the point.</summary>
    public Tensor Gradient { get; }

    /// <summary>Evaluates the whole density once.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="position">A point of each chain, [chains, parameters]; copied.</param>
    /// <exception cref="ArgumentException">The density or its gradient is not finite at a point.</exception>
    public static ControlPoint At(IBatchedDensity density, Tensor position)
    {
        ArgumentNullException.ThrowIfNull(density);
        HmcKernel.CheckStart(position, density);
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        var own = position.detach().to(density.NumberType).cpu().contiguous().clone();
        var (logDensity, gradient) = density.Evaluate(own);
        if (!logDensity.isfinite().all().item<bool>() || !gradient.isfinite().all().item<bool>())
            throw new ArgumentException("The log density or its gradient is not finite at the start of a chain. Start where the density is positive, for example at a maximum found by training.", nameof(position));
        return new ControlPoint(own, logDensity, gradient.to(float64, copy: true));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Position.Dispose();
        LogDensity.Dispose();
        Gradient.Dispose();
    }

    internal void Save(Snapshot snapshot)
    {
        snapshot.Add("control.position", Position);
        snapshot.Add("control.log_density", LogDensity);
        snapshot.Add("control.gradient", Gradient);
    }

    internal static ControlPoint Restored(Snapshot snapshot)
    {
        Tensor Copy(string name) => snapshot.Tensor(name).clone();
        return new ControlPoint(Copy("control.position"), Copy("control.log_density"), Copy("control.gradient"));
    }
}
