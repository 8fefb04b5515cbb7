using HepBayes.Networks;
using HepBayes.Training;

namespace HepBayes.Baselines;

/// <summary>
/// The evidence lower bound of independent normal distributions, E[log p(data, w)] + entropy, and its gradient with
/// respect to means m and logarithms r of standard deviations, by reparametrisation w = m + exp(r) e with pairs +e and -e of
/// standard normal numbers (Kingma and Welling, arXiv 1312.6114; Blundell et al., arXiv 1505.05424). If the prior is normal, its
/// expectation is taken in closed form, otherwise over the same draws as that of the likelihood.
/// </summary>
internal sealed class VariationalObjective
{
    private readonly BatchGradient batches;
    private readonly NormalPrior? normal;
    private readonly int samples;
    private readonly float[] weights;
    private readonly float[] gradients;
    private readonly double[] logLikelihood;
    private readonly double[] logPrior;

    /// <param name="posterior">Model and rows, on the processor.</param>
    /// <param name="samples">Draws of a step, an even number.</param>
    /// <param name="batchRows">Rows of a batch.</param>
    /// <param name="seed">Decides the order of the rows.</param>
    public VariationalObjective(DensePosterior posterior, int samples, int batchRows, int seed)
    {
        (this.samples, Parameters) = (samples, posterior.Parameters);
        batches = new BatchGradient(posterior, samples, batchRows, seed, networksPerOrder: 2);
        normal = NormalPrior.TryOf(posterior.Prior, posterior.Prior.Describe().Centre, Parameters);
        (weights, gradients) = (new float[samples * Parameters], new float[samples * Parameters]);
        (logLikelihood, logPrior) = (new double[samples], new double[samples]);
    }

    public int Parameters { get; }

    /// <summary>Whether the prior's expectation is in closed form.</summary>
    public bool IsClosed => normal is not null;

    public int Batches => batches.Batches;

    public void NewEpoch() => batches.NewEpoch();

    /// <summary>An estimate of the bound from one batch.</summary>
    /// <param name="batch">Which batch of the pass.</param>
    /// <param name="state">Means, then logarithms of standard deviations, [2, parameters].</param>
    /// <param name="noise">e of each pair, [samples / 2, parameters].</param>
    /// <param name="gradient">Receives the gradient, [2, parameters].</param>
    public double Evaluate(int batch, ReadOnlySpan<float> state, ReadOnlySpan<float> noise, Span<float> gradient)
    {
        for (var s = 0; s < samples; s++)
            Place(state, noise.Slice(s / 2 * Parameters, Parameters), Sign(s), weights.AsSpan(s * Parameters, Parameters));
        batches.Evaluate(batch, weights, logLikelihood, gradients, IsClosed ? 0 : 1, logPrior);
        for (var i = 0; i < Parameters; i++)
        {
            var (mean, spread) = (0.0, 0.0);
            for (var s = 0; s < samples; s++)
            {
                double slope = gradients[(s * Parameters) + i];
                mean += slope;
                spread += slope * Sign(s) * noise[(s / 2 * Parameters) + i];
            }

            // The entropy is the sum of r and constants.
            gradient[i] = (float)(mean / samples);
            gradient[Parameters + i] = (float)((spread / samples * Math.Exp(state[Parameters + i])) + 1);
        }

        var prior = normal is null ? logPrior.Average() : Expectation(normal, state, gradient);
        return (logLikelihood.Average() * batches.Scale) + prior + Entropy(state);
    }

    private static int Sign(int sample) => sample % 2 == 0 ? 1 : -1;

    private void Place(ReadOnlySpan<float> state, ReadOnlySpan<float> e, int sign, Span<float> target)
    {
        for (var i = 0; i < Parameters; i++)
            target[i] = (float)(state[i] + (sign * Math.Exp(state[Parameters + i]) * e[i]));
    }

    // E[log N(w; a, 1 / p)] = log N(m; a, 1 / p) - p exp(2 r) / 2; its gradient is added.
    private double Expectation(NormalPrior prior, ReadOnlySpan<float> state, Span<float> gradient)
    {
        var (mean, sum) = (new double[Parameters], 0.0);
        for (var i = 0; i < Parameters; i++)
        {
            mean[i] = state[i];
            var variance = Math.Exp(2.0 * state[Parameters + i]);
            sum -= 0.5 * prior.Precision[i] * variance;
            gradient[i] -= (float)(prior.Precision[i] * (mean[i] - prior.Mean[i]));
            gradient[Parameters + i] -= (float)(prior.Precision[i] * variance);
        }

        return sum + prior.LogDensity(mean);
    }

    private double Entropy(ReadOnlySpan<float> state)
    {
        var sum = 0.5 * Parameters * (1 + Math.Log(2 * Math.PI));
        for (var i = 0; i < Parameters; i++)
            sum += state[Parameters + i];
        return sum;
    }
}
