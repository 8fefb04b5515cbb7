using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling.Learned;

/// <summary>
/// L2HMC: Hamiltonian Monte Carlo whose leapfrog steps are altered by small networks that were trained to make chains jump
/// far (Levy, Hoffman, Sohl-Dickstein, ICLR 2018, arXiv 1711.09268). A study for small targets: the training costs many more
/// gradients than a run of plain HMC. Once trained the kernel is fixed and exact: each
/// step can be inverted, its Jacobian is known, and the Metropolis test makes up for the rest, whatever the networks say.
/// </summary>
public static class L2Hmc
{
    private const double Pause = 0.1;

    /// <summary>Trains a leapfrog for a density. The chains of the training are thrown away.</summary>
    /// <param name="density">The density, on the processor in float64, of at least one parameter, with a continuous gradient; it stays the caller's. For at least 2 parameters positions are moved in two halves.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told how far the training has come, at most ten times a second.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <returns>The leapfrog and how its training went.</returns>
    /// <exception cref="ArgumentException">The density is not one for this sampler, or is not finite at a start.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="InvalidOperationException">Trajectories ran away, and the loss or its derivative was not finite any more.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public static LearnedLeapfrog Train(ILogDensity density, L2HmcTrainingOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        options ??= new L2HmcTrainingOptions();
        options.Check();
        NativeLibraries.EnsureLoaded();
        L2HmcKernel.CheckPrecision(density);
        using var trainer = new LeapfrogTrainer(density, options);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var nextReport = 0.0;
        for (var done = 1; done <= options.Iterations; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            trainer.Iterate(done - 1);
            var now = watch.Elapsed.TotalSeconds;
            if (progress is null || (now < nextReport && done < options.Iterations))
                continue;
            progress.Report(new ProgressReport((double)done / options.Iterations, trainer.Describe(done)));
            nextReport = now + Pause;
        }

        return trainer.Result();
    }

    /// <summary>Samples a density with a trained leapfrog.</summary>
    /// <param name="density">The density, on the processor in float64; it stays the caller's.</param>
    /// <param name="leapfrog">What training has learned, for this density or another one of as many parameters: the draws are exact for any.</param>
    /// <param name="start">Start of each chain, [chains, parameters], four chains for the diagnostics; it stays the caller's. Null for random starts that climb towards a maximum (<see cref="SamplerOptions.Map"/>).</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="progress">Told how far the run has come, at most 20 times a second. If it throws, it is not called again and the run goes on (<see cref="SamplingRun.ProgressError"/>).</param>
    /// <param name="cancellation">Stops between transitions; what is there is kept.</param>
    /// <returns>The draws with all that is needed to judge them; the gradients of the training are not among those counted.</returns>
    /// <exception cref="ArgumentException">The density is not one for this leapfrog, the start has the wrong shape or no chain, or the density is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled; the exception has the draws so far.</exception>
    /// <exception cref="UserErrorException">The checkpoint folder holds another run or one of another leapfrog, a damaged one, or cannot be written.</exception>
    public static SamplingRun Sample(ILogDensity density, LearnedLeapfrog leapfrog, Tensor? start = null, L2HmcOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        ArgumentNullException.ThrowIfNull(leapfrog);
        options ??= new L2HmcOptions();
        options.Check();
        NativeLibraries.EnsureLoaded();
        L2HmcKernel.Check(density, leapfrog);
        using var scope = NewDisposeScope();
        var position = SamplerStart.Choose(density, start, options, progress, cancellation);
        using var process = new L2HmcProcess(density, leapfrog, position, options);
        return SamplingLoop.Run(process, new IdentifiedDensity(density, leapfrog), options, progress, cancellation);
    }

    // A run goes on with the same leapfrog only.
    private sealed class IdentifiedDensity(ILogDensity density, LearnedLeapfrog leapfrog) : ILogDensity
    {
        public int Parameters => density.Parameters;

        public Device Device => density.Device;

        public ScalarType NumberType => density.NumberType;

        public string Fingerprint => $"{density.Fingerprint} leapfrog {leapfrog.Fingerprint}";

        public Tensor? InitialVariance() => density.InitialVariance();

        public (Tensor LogDensity, Tensor Gradient) Evaluate(Tensor position) => density.Evaluate(position);

        public void Dispose()
        {
            // The density is the caller's.
        }
    }
}
