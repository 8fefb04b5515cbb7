using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Variance of each parameter within chains, by Welford's updates in float64. Every chain has a mean of its own, so
/// chains in different modes do not inflate the variance.
/// </summary>
public sealed class RunningVariance : IDisposable
{
    private readonly Tensor mean;
    private readonly Tensor squares;
    private long count;

    /// <summary>Starts without draws.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="parameters">Length of the parameter vector.</param>
    /// <param name="device">Where the draws live.</param>
    public RunningVariance(int chains, int parameters, Device device)
    {
        mean = zeros(chains, parameters, dtype: float64, device: device).DetachFromDisposeScope();
        squares = zeros(parameters, dtype: float64, device: device).DetachFromDisposeScope();
    }

    /// <summary>Adds one draw of every chain.</summary>
    /// <param name="position">[chains, parameters].</param>
    public void Add(Tensor position)
    {
        using var scope = NewDisposeScope();
        count++;
        var difference = position.to(float64).sub_(mean);
        mean.add_(difference, alpha: 1.0 / count);
        squares.add_(difference.square().sum(0), alpha: (count - 1.0) / count);
    }

    /// <summary>
    /// The variance, pulled towards a prior guess as if five draws had shown a thousandth of it (Stan's regularisation,
    /// relative to the guess).
    /// </summary>
    /// <param name="guess">Variance before any draw, [parameters] in float64.</param>
    /// <returns>[parameters] in float64; the caller owns it.</returns>
    public Tensor Regularised(Tensor guess)
    {
        using var scope = NewDisposeScope();
        var degrees = mean.shape[0] * (count - 1.0);
        if (degrees < 1)
            return guess.clone().MoveToOuterDisposeScope();
        var variance = squares.div(degrees);
        return variance.mul(degrees / (degrees + 5)).add(guess, alpha: 1e-3 * 5 / (degrees + 5)).MoveToOuterDisposeScope();
    }

    /// <summary>Forgets all draws.</summary>
    public void Reset()
    {
        mean.zero_();
        squares.zero_();
        count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        mean.Dispose();
        squares.Dispose();
    }
}
