using HepBayes.Networks;

namespace HepBayes.Generative.Engine;

/// <summary>The independent normal distributions of the weights (and biases) of a variational flow (arXiv 2104.04543).</summary>
internal static class VariationalWeights
{
    /// <summary>log variance at the start.</summary>
    public const double InitialLogVariance = -9;

    /// <summary>How much faster log variances learn than weights: they have a long way to go, in units of a learning rate.</summary>
    public const double RateFactor = 5;

    // The codes of the field stop at -11 (sigma = 0.004), which smears a narrow peak when there are many events.
    private const double LeastLogVariance = -16;
    private const double MostLogVariance = 11;

    /// <summary>
    /// Brings log variances back to their limits after a step. The parameters themselves are held, not only what is computed from them:
    /// one that drifts beyond a limit would have no gradient that brings it back.
    /// </summary>
    public static void Hold(Span<float> logVariances)
    {
        foreach (ref var value in logVariances)
            value = Math.Clamp(value, (float)LeastLogVariance, (float)MostLogVariance);
    }

    /// <summary>KL(q || N(0, 1)) of the uncertain parameters: (1/2) sum (mu^2 + sigma^2 - log sigma^2 - 1).</summary>
    public static double KullbackLeibler(IReadOnlyList<ParameterBlock> uncertain, ReadOnlySpan<float> parameters)
    {
        var (sum, next) = (0.0, First(uncertain, parameters));
        foreach (var block in uncertain)
        {
            foreach (double mean in parameters.Slice(block.Offset, block.Count))
            {
                double log = parameters[next++];
                sum += (mean * mean) + Math.Exp(log) - log - 1;
            }
        }

        return sum / 2;
    }

    /// <summary>Adds factor times the gradient of <see cref="KullbackLeibler"/>.</summary>
    public static void AddGradient(IReadOnlyList<ParameterBlock> uncertain, ReadOnlySpan<float> parameters, double factor, Span<float> gradient)
    {
        var next = First(uncertain, parameters);
        foreach (var block in uncertain)
        {
            for (var i = block.Offset; i < block.Offset + block.Count; i++, next++)
            {
                gradient[i] += (float)(factor * parameters[i]);
                gradient[next] += (float)(factor * 0.5 * (Math.Exp(parameters[next]) - 1));
            }
        }
    }

    // The log variances are the last numbers.
    private static int First(IReadOnlyList<ParameterBlock> uncertain, ReadOnlySpan<float> parameters) => parameters.Length - uncertain.Sum(block => block.Count);
}
