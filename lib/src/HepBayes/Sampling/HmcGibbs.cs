using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo within Gibbs: a step of the weights given the hyper-parameters, then one of the hyper-parameters
/// given the weights, each with its own step size and mass matrix (Neal, Bayesian Learning for Neural Networks, 1996,
/// section 3.2; the scheme of TensorBNN, arXiv 2009.14393, with <see cref="HmcGibbsOptions.FirstBandit"/> also its adapter).
/// </summary>
public static class HmcGibbs
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="split">Number of parameters of the first block, at least 1 and fewer than all.</param>
    /// <param name="start">Start of each chain, [chains, parameters]; it stays the caller's. Null for random starts that climb towards a maximum (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told about every transition.</param>
    /// <param name="cancellation">Stops between transitions.</param>
    /// <returns>The draws; acceptance, energy and step size are those of the first block.</returns>
    /// <exception cref="ArgumentException">The start has the wrong shape or no chain, or the density is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run, or one with another split.</exception>
    public static SamplingRun Sample(ILogDensity density, int split, Tensor? start = null, HmcGibbsOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        if (split < 1 || split >= density.Parameters)
            throw new ArgumentOutOfRangeException(nameof(split), split, $"Two blocks of {density.Parameters} parameters need a split from 1 to {density.Parameters - 1}.");
        options ??= new HmcGibbsOptions();
        options.Check();
        NativeLibraries.EnsureLoaded();
        using var scope = NewDisposeScope();
        var position = SamplerStart.Choose(density, start, options, progress, cancellation);
        HmcKernel.CheckStart(position, density);
        using var process = new HmcGibbsProcess(density, position, split, options);
        return SamplingLoop.Run(process, density, options, progress, cancellation);
    }
}
