using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// Microcanonical Langevin Monte Carlo without Metropolis test (Robnik, De Luca, Silverstein, Seljak, arXiv 2212.08549;
/// Robnik, Seljak, arXiv 2303.18221). Biased: the draws follow a density that differs from the one asked for by an amount
/// that <see cref="MclmcOptions.EnergyVariance"/> bounds but does not say. <see cref="Mams"/> is the exact form.
/// </summary>
public static class Mclmc
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density, of at least 2 parameters; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters], four chains for the diagnostics; it stays the caller's. Null for random starts that climb towards a maximum (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told how far the run has come, at most 20 times a second. If it throws, it is not called again and the run goes on (<see cref="SamplingRun.ProgressError"/>).</param>
    /// <param name="cancellation">Stops between transitions; what is there is kept.</param>
    /// <returns>
    /// The draws with all that is needed to judge them; a draw is as many steps long as it takes to forget the direction.
    /// <see cref="SamplingRun.Energy"/> holds for each draw the mean squared energy error of its steps for each parameter.
    /// </returns>
    /// <exception cref="ArgumentException">The density has one parameter, the start has the wrong shape or no chain, or the density is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run or a damaged one, or cannot be written.</exception>
    public static SamplingRun Sample(ILogDensity density, Tensor? start = null, MclmcOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        options ??= new MclmcOptions();
        options.Check();
        MamsKernel.CheckParameters(density);
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        var position = SamplerStart.Choose(density, start, options, progress, cancellation);
        using var process = new MclmcProcess(density, position, options);
        return SamplingLoop.Run(process, density, options, progress, cancellation);
    }
}
