using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// The Metropolis-adjusted microcanonical sampler (Robnik, Cohn-Gordon, Seljak, arXiv 2503.01707): trajectories of constant
/// speed whose length is tuned across chains as for <see cref="Chees"/>, step size by dual averaging, mass matrix in Stan's
/// windows. Exact.
/// </summary>
public static class Mams
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density, of at least 2 parameters; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters], four chains for the diagnostics; it stays the caller's. Null for random starts that climb towards a maximum (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told how far the run has come, at most 20 times a second. If it throws, it is not called again and the run goes on (<see cref="SamplingRun.ProgressError"/>).</param>
    /// <param name="cancellation">Stops between transitions; what is there is kept.</param>
    /// <returns>The draws with all that is needed to judge them.</returns>
    /// <exception cref="ArgumentException">The density has one parameter, the start has the wrong shape or no chain, or the density is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run or a damaged one, or cannot be written.</exception>
    public static SamplingRun Sample(ILogDensity density, Tensor? start = null, MamsOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        options ??= new MamsOptions();
        options.Check();
        MamsKernel.CheckParameters(density);
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        var position = SamplerStart.Choose(density, start, options, progress, cancellation);
        using var process = Process(density, position, options);
        return SamplingLoop.Run(process, density, options, progress, cancellation);
    }

    internal static HmcProcess Process(ILogDensity density, Tensor start, MamsOptions options) =>
        new(density, start, options, new CheesTrajectory(options.Lengths), chainsAt: state => MamsChains.Of(density, state));
}
