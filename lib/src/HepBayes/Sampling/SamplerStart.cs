using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>Where chains start: where the caller says, or at random and then near a maximum.</summary>
internal static class SamplerStart
{
    private const int Attempts = 100;
    private const int ChainsOnProcessor = 4;
    private const int ChainsOnGpu = 32;

    /// <summary>The start of each chain, [chains, parameters]; the caller owns it.</summary>
    public static Tensor Choose(ILogDensity density, Tensor? start, SamplerOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        if (start is not null)
            return start.clone();
        using var scope = NewDisposeScope();
        var random = Dispersed(density, options.Chains ?? (density.Device.type == DeviceType.CPU ? ChainsOnProcessor : ChainsOnGpu), options);
        // A run that continues takes its positions from the checkpoint: climbing again would be wasted.
        var continues = options.Checkpoint is { HasRun: true };
        return (options.Map is { } map && !continues ? Climb(map, density, random, progress, cancellation) : random).MoveToOuterDisposeScope();
    }

    private static Tensor Climb(MapStart map, ILogDensity density, Tensor random, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        try
        {
            return map.Climb(density, random, progress is null ? null : new HarmlessProgress(progress), cancellation);
        }
        catch (OperationCanceledException e) when (e.CancellationToken == cancellation)
        {
            throw new SamplingCancelledException(null, "The run was cancelled during its warm start, before the first transition.", cancellation);
        }
    }

    // The density's own random starts, or uniform on (-2, 2) as in Stan, again for chains where the density is not finite.
    private static Tensor Dispersed(ILogDensity density, int chains, SamplerOptions options)
    {
        // The start of a chain depends on its number alone: those before the first are made and left.
        if (density.InitialPosition(options.FirstChain + chains, options.Seed) is { } own)
            return own.narrow(0, options.FirstChain, chains).clone();
        var random = Enumerable.Range(0, chains).Select(chain => ChainRandom.Of(options, RandomPurpose.Start, chain: chain)).ToArray();
        var values = new double[chains * density.Parameters];
        var wanted = Enumerable.Range(0, chains).ToArray();
        for (var attempt = 0; attempt < Attempts && wanted.Length > 0; attempt++)
        {
            foreach (var chain in wanted)
            {
                foreach (ref var value in values.AsSpan(chain * density.Parameters, density.Parameters))
                    value = (4 * random[chain].NextDouble()) - 2;
            }

            using var scope = NewDisposeScope();
            var (logDensity, gradient) = density.Evaluate(Positions(values, density));
            var sound = logDensity.isfinite().logical_and(gradient.isfinite().all(1)).cpu().data<bool>().ToArray();
            wanted = [.. wanted.Where(chain => !sound[chain])];
        }

        return wanted.Length == 0
            ? Positions(values, density)
            : throw new ArgumentException($"The log density or its gradient is not finite at {Attempts} random points between -2 and 2 for chain {wanted[0]}. Give a start where the density is positive.");
    }

    private static Tensor Positions(double[] values, ILogDensity density) =>
        tensor(values, dtype: density.NumberType, device: density.Device).reshape(-1, density.Parameters);

    // A display that breaks must not cost the run; the run itself reports it when it meets the error again.
    private sealed class HarmlessProgress(IProgress<ProgressReport> listener) : IProgress<ProgressReport>
    {
        private bool isBroken;

        public void Report(ProgressReport value)
        {
            if (isBroken)
                return;
            try
            {
                listener.Report(value);
            }
            catch (Exception)
            {
                isBroken = true;
            }
        }
    }
}
