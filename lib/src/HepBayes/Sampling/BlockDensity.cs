using HepBayes.Networks;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>A density as a function of neighbouring parameters, the others held fixed: what one block of a Gibbs sampler moves.</summary>
internal sealed class BlockDensity : ILogDensity
{
    private readonly ILogDensity density;
    private readonly Tensor whole;
    private readonly Tensor gradientOfWhole;
    private readonly int first;

    /// <summary>Cuts a block out.</summary>
    /// <param name="density">The whole density; stays the caller's.</param>
    /// <param name="position">All parameters of all chains, [chains, parameters]; copied.</param>
    /// <param name="first">First parameter of the block.</param>
    /// <param name="count">Number of parameters in it.</param>
    public BlockDensity(ILogDensity density, Tensor position, int first, int count)
    {
        (this.density, this.first, Parameters) = (density, first, count);
        using var scope = NewDisposeScope();
        whole = position.to(density.NumberType).to(density.Device).contiguous().clone().DetachFromDisposeScope();
        gradientOfWhole = empty_like(whole).DetachFromDisposeScope();
    }

    public int Parameters { get; }

    public Device Device => density.Device;

    public ScalarType NumberType => density.NumberType;

    public Tensor? InitialVariance()
    {
        using var scope = NewDisposeScope();
        return density.InitialVariance()?.narrow(0, first, Parameters).clone().MoveToOuterDisposeScope();
    }

    /// <summary>The block's values in a position of all parameters; a view.</summary>
    public Tensor Of(Tensor position) => position.narrow(1, first, Parameters);

    /// <summary>Holds other values of all parameters fixed.</summary>
    public void Fix(Tensor position)
    {
        using var scope = NewDisposeScope();
        whole.copy_(position);
    }

    public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position)
    {
        var logDensity = empty(position.shape[0], dtype: float64, device: Device);
        var gradient = empty_like(position);
        Evaluate(position, logDensity, gradient);
        return (logDensity, gradient);
    }

    public void Evaluate(Tensor position, Tensor logDensity, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        Of(whole).copy_(position);
        density.Evaluate(whole, logDensity, gradientOfWhole);
        gradient.copy_(Of(gradientOfWhole));
    }

    public void Dispose()
    {
        whole.Dispose();
        gradientOfWhole.Dispose();
    }
}
