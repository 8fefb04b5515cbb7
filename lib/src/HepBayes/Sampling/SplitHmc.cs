using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo that takes one part of the data at a time inside its integrator (Cobb and Jalaian, arXiv
/// 2010.06772), for data that do not fit in memory. Exact, as <see cref="Hmc"/> is; warm-up and adaptation are the same.
/// </summary>
public static class SplitHmc
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density, on the processor; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters]; it stays the caller's. Null for random starts that climb towards a maximum (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told how far the run has come.</param>
    /// <param name="cancellation">Stops between transitions; what is there is kept.</param>
    /// <returns>The draws; leapfrogs count passes over all rows.</returns>
    /// <exception cref="ArgumentException">The start has the wrong shape or no chain, the density is not finite there, or there are fewer blocks of rows than parts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run or a damaged one, or cannot be written.</exception>
    public static SamplingRun Sample(IBatchedDensity density, Tensor? start = null, SplitHmcOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        options ??= new SplitHmcOptions();
        options.Check();
        if (density.Device.type != DeviceType.CPU)
            throw new ArgumentException("Parts of the data are computed on the processor; build the posterior without a device.", nameof(density));
        if (options.Parts > density.Blocks)
            throw new ArgumentException($"{density.Rows} rows in {density.Blocks} blocks cannot be divided into {options.Parts} parts. Ask for at most {density.Blocks} parts.", nameof(options));
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        var position = SamplerStart.Choose(density, start, options, progress, cancellation);
        using var process = Process(density, position, options);
        return SamplingLoop.Run(process, density, options, progress, cancellation);
    }

    internal static HmcProcess Process(IBatchedDensity density, Tensor start, SplitHmcOptions options) =>
        new(density, start, options, new JitteredTrajectory(options.Trajectories), chainsAt: state => density.NumberType == ScalarType.Float64
            ? new SplitHmcChains<double>(density, state, options.Parts)
            : new SplitHmcChains<float>(density, state, options.Parts));
}
