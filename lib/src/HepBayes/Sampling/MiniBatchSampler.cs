using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>What <see cref="Sgld"/> and <see cref="Sghmc"/> have in common.</summary>
internal static class MiniBatchSampler
{
    public static SamplingRun Sample(IBatchedDensity density, Func<MiniBatchKernel> kernel, Tensor? start, MiniBatchOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        options.Check();
        if (density.Device.type != DeviceType.CPU)
            throw new ArgumentException("Mini-batches are computed on the processor; build the posterior without a device.", nameof(density));
        BatchEstimate.BlocksOf(density, options.BatchRows);
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var climb = new BatchClimb(density, options);
        var position = SamplerStart.Choose(climb, start, options, progress, cancellation);
        using var process = new MiniBatchProcess(density, kernel(), position, options);
        return SamplingLoop.Run(process, density, options, progress, cancellation);
    }
}
