using HepBayes.Data;

namespace HepBayes.Generative.Exploration;

/// <summary>
/// A recipe for networks that imitate the oracle. Fitting is a pure function of its arguments, so that an exploration that was
/// killed comes to the same networks again.
/// </summary>
public interface ISurrogate
{
    /// <summary>The recipe with its settings; an exploration is only continued with the same.</summary>
    string Name { get; }

    /// <summary>Learns from all answers so far.</summary>
    /// <param name="points">The points that were asked about, with their parameters as columns.</param>
    /// <param name="asked">The same points with their answers, row by row; failures teach nothing.</param>
    /// <param name="previous">What the same recipe gave one round before, to start from; null in the first round.</param>
    /// <param name="seed">Decides every random number.</param>
    /// <param name="cancellation">Stops the training.</param>
    ISurrogateFit Fit(Table points, IReadOnlyList<AskedPoint> asked, ISurrogateFit? previous, int seed, CancellationToken cancellation);
}
