using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// A log density that is a log prior plus a sum over rows of data, of which any part can be evaluated by itself: what the
/// samplers for large data need. <see cref="ILogDensity.Evaluate(torch.Tensor)"/> is the whole sum. Rows come in blocks of
/// neighbours, which are read and computed together; rows in random order make all blocks alike.
/// </summary>
public interface IBatchedDensity : ILogDensity
{
    /// <summary>Number of rows of data, at least 1.</summary>
    long Rows { get; }

    /// <summary>Number of blocks, at least 1.</summary>
    int Blocks { get; }

    /// <summary>Rows of a block; the last block may have fewer.</summary>
    int BlockRows { get; }

    /// <summary>Prior factor x log prior + likelihood factor x log likelihood of some blocks, and its gradient.</summary>
    /// <param name="position">[chains, parameters], contiguous.</param>
    /// <param name="batch">Blocks and factors.</param>
    /// <param name="logDensity">Receives the value, [chains] in float64.</param>
    /// <param name="gradient">Receives the gradient, [chains, parameters], contiguous.</param>
    /// <exception cref="ArgumentException">The batch does not fit the data or the chains.</exception>
    void Evaluate(torch.Tensor position, RowBatch batch, torch.Tensor logDensity, torch.Tensor gradient);
}
