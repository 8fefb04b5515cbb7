using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Sampling;
using TorchSharp;

namespace HepBayes.Generative.Refinement;

/// <summary>
/// Refines a generator G in its latent space (LaSeR; Winterhalder, Bellagente, Nachman, arXiv 2106.00792): with s(x) an estimate of
/// log(true / generated density), latent variables are sampled with log density s(G(z)) - |z|^2 / 2 by Hamiltonian Monte Carlo and
/// mapped to events. The events have weight 1, where classifier weights would give weighted ones; they cannot leave the support of G.
/// </summary>
public static class LatentRefinement
{
    /// <summary>The logarithm of the refined latent density, up to a constant, for any sampler of <c>HepBayes.Sampling</c>.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="score">The estimate of log(true / generated density).</param>
    public static ILogDensity Density(ILatentGenerator generator, EventScore score)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(score);
        return LogDensity.Of(generator.LatentDimensions, (z, gradient) =>
        {
            var value = generator.ScoreAt(z, score, gradient);
            for (var i = 0; i < z.Length; i++)
            {
                value -= 0.5 * z[i] * z[i];
                gradient[i] -= z[i];
            }

            return value;
        });
    }

    /// <summary>Samples refined events; chains start at draws of the generator.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="score">The estimate of log(true / generated density), for example <see cref="EventClassifier.Score"/>.</param>
    /// <param name="options">Settings; chains x draws events are made.</param>
    /// <param name="progress">Told how far the run has come.</param>
    /// <param name="cancellation">Stops between transitions.</param>
    /// <exception cref="ArgumentException">The score is not finite at a start.</exception>
    /// <exception cref="SamplingCancelledException">The run was cancelled.</exception>
    public static RefinedSample Sample(ILatentGenerator generator, EventScore score, HmcOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new HmcOptions();
        NativeLibraries.EnsureLoaded();
        using var density = Density(generator, score);
        var chains = options.Chains ?? 4;
        using var start = Start(generator.LatentDimensions, chains, options);
        var run = Hmc.Sample(density, start, options, progress, cancellation);
        var latent = new float[run.Chains * run.Draws * run.Parameters];
        for (var n = 0; n < run.Chains * run.Draws; n++)
            run.Position(n / run.Draws, n % run.Draws).CopyTo(latent.AsSpan(n * run.Parameters));
        var convergence = Enumerable.Range(0, run.Parameters).Select(p => Convergence.Of(run.Parameter(p))).ToArray();
        return new RefinedSample(generator.Generate(new EventSample(run.Parameters, latent)), run, convergence);
    }

    private static torch.Tensor Start(int dimensions, int chains, HmcOptions options)
    {
        var values = new double[chains * dimensions];
        for (var i = 0; i < values.Length; i++)
        {
            var random = new CounterRandom((ulong)options.Seed, RandomStreams.Of(RandomPurpose.RefinementStart, options.FirstChain + (i / dimensions))) { Position = (ulong)(i % dimensions) };
            values[i] = random.NextNormal();
        }

        return torch.tensor(values, chains, dimensions);
    }
}
