using static TorchSharp.torch;

namespace HepBayes.Baselines;

/// <summary>Sums up the Gauss-Newton matrix of a network, or what is kept of it. Owns its tensors.</summary>
internal abstract class CurvatureSum : IDisposable
{
    /// <summary>Adds the derivatives of one column of S^T f for a block of rows.</summary>
    /// <param name="layers">The layers in order.</param>
    /// <param name="eventWeights">[rows, 1]; null if all are 1. The derivatives hold their roots already.</param>
    /// <param name="isFirst">Whether the rows are seen for the first time.</param>
    public abstract void Add(IReadOnlyList<LayerDerivative> layers, Tensor? eventWeights, bool isFirst);

    /// <summary>The matrix in units of the prior's standard deviations, by its eigenvalues.</summary>
    /// <param name="scales">Standard deviation of the prior of each parameter.</param>
    public abstract WhitenedCurvature Whiten(double[] scales);

    /// <inheritdoc/>
    public abstract void Dispose();
}
