using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// A warm start: every chain climbs from its random start towards a maximum of its own (maximum a posteriori), by a bounded
/// number of Adam steps on the density (Kingma and Ba, Adam, arXiv 1412.6980), with the scales of a hierarchical prior held
/// (<see cref="ILogDensity.HeldWhileClimbing"/>). Chains of a network end as a deep ensemble. Random starts of a network lie
/// so far from the typical set that a warm-up without this spends most of its gradients on the way.
/// </summary>
public sealed record MapStart
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.99;
    private const double Epsilon = 1e-12;

    /// <summary>Gradients that are spent, at least 1; the cost of a few transitions.</summary>
    public int Steps { get; init; } = 300;

    /// <summary>
    /// First step length, above 0, in units of each parameter's rough standard deviation
    /// (<see cref="ILogDensity.InitialVariance"/>); it falls to 0 along a cosine.
    /// </summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Climbs from given starts.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Starts, [chains, parameters]; not changed.</param>
    /// <param name="progress">Told about the steps.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <returns>The best position of each chain, [chains, parameters] on the density's device; the caller owns it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="OperationCanceledException">The climb was cancelled.</exception>
    public Tensor Climb(ILogDensity density, Tensor start, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        ArgumentNullException.ThrowIfNull(start);
        Check();
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var position = start.detach().to(density.NumberType).to(density.Device).contiguous().clone();
        var best = position.clone();
        var (logDensity, gradient) = (empty(position.shape[0], dtype: float64, device: density.Device), empty_like(position));
        var top = full_like(logDensity, double.NegativeInfinity);
        var (mean, square) = (zeros_like(position), zeros_like(position));
        var unit = (density.InitialVariance() ?? ones(density.Parameters, dtype: float64, device: density.Device)).sqrt().to(density.NumberType);
        var (first, held) = density.HeldWhileClimbing.GetOffsetAndLength(density.Parameters);
        for (var step = 0; step <= Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            density.Evaluate(position, logDensity, gradient);
            var better = logDensity.gt(top);
            best.copy_(where(better.unsqueeze(1), position, best));
            top.copy_(where(better, logDensity, top));
            gradient.narrow(1, first, held).zero_();
            if (step < Steps)
                Adam(step, position, gradient.mul_(unit), mean, square, unit);
            progress?.Report(new ProgressReport((double)step / Steps, $"warm start {step} of {Steps}"));
        }

        return best.MoveToOuterDisposeScope();
    }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1, nameof(Steps));
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate must be a positive number.");
    }

    // One step in units of each parameter; a gradient that is not a number counts as 0.
    private void Adam(int step, Tensor position, Tensor gradient, Tensor mean, Tensor square, Tensor unit)
    {
        using Scalar forget1 = Beta1, learn1 = 1 - Beta1, forget2 = Beta2, learn2 = 1 - Beta2, tiny = Epsilon;
        using Scalar correct = 1 / (1 - Math.Pow(Beta2, step + 1));
        using Scalar rate = LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / Steps)) / (1 - Math.Pow(Beta1, step + 1));
        var slope = where(gradient.isfinite(), gradient, zeros_like(gradient));
        mean.mul_(forget1).add_(slope, alpha: learn1);
        square.mul_(forget2).addcmul_(slope, slope, learn2);
        position.addcdiv_(mean.mul(unit), square.mul(correct).sqrt_().add_(tiny), rate);
    }
}
