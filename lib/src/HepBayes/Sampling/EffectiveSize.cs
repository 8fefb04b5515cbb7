namespace HepBayes.Sampling;

/// <summary>Effective sample size and R-hat of chains as they are, without ranks: the parts the diagnostics are made of.</summary>
internal static class EffectiveSize
{
    /// <summary>
    /// Effective sample size by Geyer's initial monotone sequence on the chain-averaged autocorrelation (Vehtari et al.,
    /// section 3.2); NaN if all values are equal or a chain has less than three.
    /// </summary>
    /// <param name="values">Chain after chain, all finite.</param>
    /// <param name="chains">Number of chains.</param>
    public static double Of(double[] values, int chains)
    {
        var length = values.Length / chains;
        if (length < 3 || !values.AsSpan().ContainsAnyExcept(values[0]))
            return double.NaN;
        var (means, covariance) = (Means(values, chains), Autocorrelation.MeanCovariance(values, chains));
        var within = covariance[0] * length / (length - 1.0);
        var total = covariance[0] + (chains > 1 ? Variance(means) : 0);
        return values.Length / IntegratedTime(covariance, within, total, values.Length);
    }

    /// <summary>R-hat: the root of the variance of all draws over that within chains (Vehtari et al., equation 4).</summary>
    /// <param name="values">Chain after chain, all finite.</param>
    /// <param name="chains">Number of chains, at least 2.</param>
    public static double Rhat(double[] values, int chains)
    {
        var length = values.Length / chains;
        var means = Means(values, chains);
        var within = 0.0;
        for (var c = 0; c < chains; c++)
            within += SumOfSquares(values.AsSpan(c * length, length), means[c]) / (length - 1.0) / chains;
        return Math.Sqrt(((length * Variance(means) / within) + length - 1) / length);
    }

    /// <summary>The mean of each chain.</summary>
    /// <param name="values">Chain after chain.</param>
    /// <param name="chains">Number of chains.</param>
    public static double[] Means(double[] values, int chains)
    {
        var length = values.Length / chains;
        var means = new double[chains];
        for (var c = 0; c < chains; c++)
            means[c] = Mean(values.AsSpan(c * length, length));
        return means;
    }

    /// <summary>The mean.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var v in values)
            sum += v;
        return sum / values.Length;
    }

    /// <summary>The variance with divisor n - 1.</summary>
    public static double Variance(ReadOnlySpan<double> values) => SumOfSquares(values, Mean(values)) / (values.Length - 1);

    /// <summary>The sum of squared distances from a centre.</summary>
    public static double SumOfSquares(ReadOnlySpan<double> values, double centre)
    {
        var sum = 0.0;
        foreach (var v in values)
            sum += (v - centre) * (v - centre);
        return sum;
    }

    private static double IntegratedTime(double[] covariance, double within, double total, double size)
    {
        double Correlation(int lag) => 1 - ((within - covariance[lag]) / total);

        // Sums of neighbouring correlations are positive and fall for a reversible chain; noise ends the sum where they do not.
        var (sum, smallest, lag) = (0.0, double.PositiveInfinity, 0);
        var (even, odd) = (1.0, Correlation(1));
        while (lag < covariance.Length - 5 && even + odd > 0)
        {
            smallest = Math.Min(smallest, even + odd);
            sum += smallest;
            lag += 2;
            (even, odd) = (Correlation(lag), Correlation(lag + 1));
        }

        // Too short for any correlation: as posterior does, two draws count for one.
        if (lag == 0)
            return 2;
        // Antithetic chains may do better than independent draws, but a finite run cannot prove more than this.
        return Math.Max(-1 + (2 * sum) + Math.Max(even, 0), 1 / Math.Log10(size));
    }
}
