namespace HepBayes.Generative.Engine;

/// <summary>The independent normal distributions of the weights of a variational flow (arXiv 2104.04543).</summary>
internal static class VariationalWeights
{
    /// <summary>log variance at the start.</summary>
    public const double InitialLogVariance = -9;

    /// <summary>How much faster log variances learn than weights: they have a long way to go, in units of a learning rate.</summary>
    public const double RateFactor = 5;

    // The codes of the field stop at -11 (sigma = 0.004), which smears a narrow peak when there are many events.
    private const double LeastLogVariance = -16;
    private const double MostLogVariance = 11;

    /// <summary>The log variance that is used for a parameter.</summary>
    public static double Clamped(double logVariance) => Math.Clamp(logVariance, LeastLogVariance, MostLogVariance);

    /// <summary>KL(q || N(0, 1)) of weights: (1/2) sum (mu^2 + sigma^2 - log sigma^2 - 1).</summary>
    public static double KullbackLeibler(FlowLayout layout, ReadOnlySpan<float> parameters)
    {
        var (sum, next) = (0.0, layout.Parameters);
        foreach (var block in layout.Weights)
        {
            foreach (double mean in parameters.Slice(block.Offset, block.Count))
            {
                var log = Clamped(parameters[next++]);
                sum += (mean * mean) + Math.Exp(log) - log - 1;
            }
        }

        return sum / 2;
    }

    /// <summary>Adds factor times the gradient of <see cref="KullbackLeibler"/>; none for a log variance that is held by its limits.</summary>
    public static void AddGradient(FlowLayout layout, ReadOnlySpan<float> parameters, double factor, Span<float> gradient)
    {
        var next = layout.Parameters;
        foreach (var block in layout.Weights)
        {
            for (var i = block.Offset; i < block.Offset + block.Count; i++, next++)
            {
                gradient[i] += (float)(factor * parameters[i]);
                if (parameters[next] is > (float)LeastLogVariance and < (float)MostLogVariance)
                    gradient[next] += (float)(factor * 0.5 * (Math.Exp(parameters[next]) - 1));
            }
        }
    }
}
