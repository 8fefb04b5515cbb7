using HepBayes.Networks;
using HepBayes.Runtime;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Hamiltonian Monte Carlo with warm-up: the step size by dual averaging, a diagonal mass matrix in Stan's windows, pooled
/// over the chains, and jittered trajectories.
/// </summary>
public static class Hmc
{
    /// <summary>Samples a density.</summary>
    /// <param name="density">The density; it stays the caller's.</param>
    /// <param name="start">Start of each chain, [chains, parameters]; at least one chain, four for the diagnostics.</param>
    /// <param name="options">Settings.</param>
    /// <param name="progress">Told about every transition.</param>
    /// <param name="cancellation">Stops between transitions.</param>
    /// <returns>The draws with all that is needed to judge them.</returns>
    /// <exception cref="ArgumentException">The start has the wrong shape or no chain, or the density is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static HmcRun Sample(ILogDensity density, Tensor start, HmcOptions options, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(density);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var kernel = new HmcKernel(density);
        using var driver = new HmcDriver(kernel, kernel.Init(start), density, options);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var step = 0; step < options.Warmup; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var info = driver.Warm(step);
            Report(progress, options, step + 1, "warm-up", info, driver.StepSize);
        }

        var warmupSeconds = watch.Elapsed.TotalSeconds;
        var record = new HmcRecorder(driver.Chains, options.Draws, density.Parameters);
        for (var draw = 0; draw < options.Draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            var info = driver.Draw();
            record.Add(driver.Position, info);
            Report(progress, options, options.Warmup + draw + 1, "draw", info, driver.StepSize);
        }

        return record.Finish(options, driver.StepSize, driver.InverseMass, warmupSeconds, watch.Elapsed.TotalSeconds);
    }

    private static void Report(IProgress<ProgressReport>? progress, HmcOptions options, int done, string phase, HmcInfo info, double stepSize)
    {
        var total = options.Warmup + options.Draws;
        var (count, of) = done <= options.Warmup ? (done, options.Warmup) : (done - options.Warmup, options.Draws);
        progress?.Report(new ProgressReport((double)done / total,
            $"{phase} {count} of {of}, acceptance {info.AcceptProbability.Average():F2}, step {stepSize:G3}, {info.Leapfrogs} leapfrogs"));
    }
}
