using TorchSharp;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>Where every chain of microcanonical Langevin dynamics stands.</summary>
/// <param name="Position">[chains, parameters].</param>
/// <param name="Momentum">
/// The direction of motion, a momentum p with p^T M^-1 p = parameters, [chains, parameters]; a row of zeros for a chain that has
/// none and draws one in its next step.
/// </param>
/// <param name="LogDensity">[chains], float64.</param>
/// <param name="Gradient">Gradient of the log density, [chains, parameters].</param>
public readonly record struct MclmcState(torch.Tensor Position, torch.Tensor Momentum, torch.Tensor LogDensity, torch.Tensor Gradient) : IDisposable
{
    /// <summary>Number of chains.</summary>
    public int Chains => (int)Position.shape[0];

    /// <summary>All but the momentum.</summary>
    internal HmcState Point => new(Position, LogDensity, Gradient);

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Point.Dispose();
        Momentum.Dispose();
    }

    /// <summary>A copy, which belongs to the caller.</summary>
    internal static MclmcState Copy(HmcState point, torch.Tensor momentum)
    {
        var copy = point.Copy();
        return new MclmcState(copy.Position, momentum.clone(), copy.LogDensity, copy.Gradient);
    }
}
