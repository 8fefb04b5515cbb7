using HepBayes.Networks;
using HepBayes.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Riemannian;

/// <summary>
/// Riemannian-manifold Hamiltonian Monte Carlo (Girolami, Calderhead, J. R. Statist. Soc. B 73 (2011) 123) with the SoftAbs
/// metric (Betancourt, arXiv 1212.4693): the mass matrix is the absolute value of the curvature at each position, so that
/// narrow and wide parts of a density are explored with the same step. For small models: a step evaluates the Hessian some
/// 2 x parameters + 20 times, and without one each of those takes 2 x parameters gradients.
/// </summary>
/// <remarks>
/// Any metric that is a function of the position keeps the sampler exact, so errors of a Hessian by differences do no harm;
/// those of its derivatives, near 1e-7, break the conservation of volume by as little.
/// </remarks>
public static class RiemannianHmc
{
    /// <summary>Most parameters of a model: the derivatives of the metric take parameters^3 numbers a chain.</summary>
    public const int MostParameters = 64;

    /// <summary>Samples a density.</summary>
    /// <param name="density">The density, on the processor in float64 and of at most <see cref="MostParameters"/> parameters; it stays the caller's.</param>
    /// <param name="hessian">The Hessian of the log density; null for differences of the gradient, which serve for parameters of order 1.</param>
    /// <param name="start">Start of each chain, [chains, parameters], four chains for the diagnostics; it stays the caller's. Null for random starts that climb towards a maximum (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told how far the run has come, at most 20 times a second. If it throws, it is not called again and the run goes on (<see cref="SamplingRun.ProgressError"/>).</param>
    /// <param name="cancellation">Stops between transitions; what is there is kept.</param>
    /// <returns>The draws, and how often the implicit integrator failed.</returns>
    /// <exception cref="ArgumentException">The density is not one for this sampler, the start has the wrong shape or no chain, or the density or its metric is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run or a damaged one, or cannot be written.</exception>
    public static RiemannianHmcRun Sample(ILogDensity density, HessianFunction? hessian = null, Tensor? start = null, RiemannianHmcOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        options ??= new RiemannianHmcOptions();
        options.Check();
        NativeLibraries.EnsureLoaded();
        CheckDensity(density);
        using var scope = NewDisposeScope();
        var position = SamplerStart.Choose(density, start, options, progress, cancellation);
        using var process = new RiemannianHmcProcess(density, hessian, position, options);
        var draws = SamplingLoop.Run(process, density, options, progress, cancellation);
        return new RiemannianHmcRun(draws, process.NotConverged);
    }

    /// <summary>Refuses a density that is not one for this sampler.</summary>
    internal static void CheckDensity(ILogDensity density)
    {
        if (density.NumberType != ScalarType.Float64 || density.Device.type != DeviceType.CPU)
            throw new ArgumentException($"The density works in {density.NumberType} on {density.Device.type}; second derivatives need Float64 on the processor, for example LogDensity.Of.", nameof(density));
        if (density.Parameters > MostParameters)
            throw new ArgumentException($"The density has {density.Parameters} parameters; a metric that depends on the position is for at most {MostParameters}. Use Hmc, Nuts or Mams.", nameof(density));
    }
}
