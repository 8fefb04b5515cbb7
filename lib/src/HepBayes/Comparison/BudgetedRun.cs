using System.Diagnostics;
using HepBayes.Prediction;
using HepBayes.Sampling;
using static TorchSharp.torch;

namespace HepBayes.Comparison;

/// <summary>
/// Runs samplers from the same trained networks until their gradients are used up: each is stopped after the transition that takes the
/// last one, whatever a transition costs it. The count decides, not the time, so a seed gives the same draws.
/// </summary>
internal static class BudgetedRun
{
    /// <summary>Networks whose predictions are scored; more draws are thinned to about so many.</summary>
    private const int ScoredNetworks = 1000;
    private const int FewestDraws = 8;

    public delegate SamplingRun Sampler(CountingDensity density, Tensor start, CancellationToken stop);

    /// <summary>A sampler's run.</summary>
    /// <param name="of">Where.</param>
    /// <param name="gradients">Gradients of a chain.</param>
    /// <param name="firstMember">Which trained network the first chain starts from.</param>
    /// <param name="sampler">Samples until it is stopped.</param>
    /// <exception cref="InvalidOperationException">Fewer than eight draws were left.</exception>
    public static ComparisonFit Fit(ComparisonCase of, int gradients, int firstMember, Sampler sampler)
    {
        using var start = of.Start(firstMember, ComparisonSettings.Chains);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(of.Cancellation);
        using var density = new CountingDensity(of.Posterior, (double)gradients * ComparisonSettings.Chains, stop.Cancel);
        var clock = Stopwatch.StartNew();
        var run = Run(sampler, density, start, stop.Token, of.Cancellation);
        var seconds = clock.Elapsed.TotalSeconds;
        if (run is null || run.Draws < FewestDraws)
            throw new InvalidOperationException($"{run?.Draws ?? 0} draws of a chain within {gradients} gradients; the warm-up takes nearly all of them");
        var network = of.Problem.Network;
        var every = Math.Max(1, run.Draws * run.Chains / ScoredNetworks);
        return new ComparisonFit(
            inputs => run.Predict(network, inputs, every),
            density.Gradients + (ComparisonSettings.Chains * of.MemberGradients),
            seconds + (ComparisonSettings.Chains * of.MemberSeconds))
        { Run = run };
    }

    private static SamplingRun? Run(Sampler sampler, CountingDensity density, Tensor start, CancellationToken stop, CancellationToken user)
    {
        try
        {
            return sampler(density, start, stop);
        }
        catch (SamplingCancelledException stopped) when (!user.IsCancellationRequested)
        {
            return stopped.Run;
        }
    }
}
