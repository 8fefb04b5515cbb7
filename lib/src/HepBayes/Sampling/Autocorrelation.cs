using System.Numerics;

namespace HepBayes.Sampling;

/// <summary>Autocorrelation of chains and the time over which they forget.</summary>
/// <remarks>A chain with a draw that is not finite, or that never changes, has the autocorrelation NaN.</remarks>
public static class Autocorrelation
{
    /// <summary>
    /// The autocorrelation function of one chain, about its own mean, at lags 0, 1, ...: the covariance with divisor n at
    /// every lag (the biased estimate, as Geyer, Statistical Science 7 (1992) 473 advises), over that at lag 0.
    /// </summary>
    /// <param name="chain">[draws], at least 2.</param>
    /// <returns>[draws]; 1 at lag 0.</returns>
    /// <exception cref="ArgumentException">Fewer than two draws.</exception>
    public static double[] Of(double[] chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        if (chain.Length < 2)
            throw new ArgumentException($"An autocorrelation needs at least 2 draws; found {chain.Length}.", nameof(chain));
        if (!SortedDraws.Usable([chain]))
            return [.. Enumerable.Repeat(double.NaN, chain.Length)];
        var covariance = MeanCovariance(chain, 1);
        return Array.ConvertAll(covariance, c => c / covariance[0]);
    }

    /// <summary>The mean over chains of their autocorrelation functions.</summary>
    /// <remarks>
    /// Each chain is compared with its own mean, so that chains stuck in different places look well here; R-hat sees them.
    /// </remarks>
    /// <param name="chains">[chains][draws] of equal length, at least 4 draws.</param>
    /// <returns>[draws]; 1 at lag 0.</returns>
    /// <exception cref="ArgumentException">No chain, chains of unequal length or fewer than 4 draws.</exception>
    public static double[] Mean(double[][] chains)
    {
        Diagnostics.Check(chains);
        var mean = new double[chains[0].Length];
        foreach (var chain in chains)
        {
            var correlation = Of(chain);
            for (var lag = 0; lag < mean.Length; lag++)
                mean[lag] += correlation[lag] / chains.Length;
        }

        return mean;
    }

    /// <summary>
    /// Integrated autocorrelation time, in draws: how many draws are worth one independent one. tau = 1 + 2 (rho_1 + ... + rho_M)
    /// of <see cref="Mean"/>, with Sokal's window: the first M that is at least <paramref name="window"/> times tau (Sokal,
    /// Monte Carlo methods in statistical mechanics, 1997, section 3; the emcee documentation). Where tau is below 1 the
    /// window is as for 1, so that the sum of an antithetic chain does not end at its first, negative, correlation.
    /// </summary>
    /// <remarks>
    /// It differs from draws / <see cref="Diagnostics.EssMean(double[][])"/> in two ways: Geyer's sum there stops where the correlation
    /// falls into the noise rather than at a multiple of tau, and it counts disagreement between chains as correlation. Both
    /// agree for long chains that have mixed; below about 50 tau draws a chain both are too small.
    /// </remarks>
    /// <param name="chains">[chains][draws] of equal length, at least 4 draws.</param>
    /// <param name="window">The window in units of tau, above 0.</param>
    /// <exception cref="ArgumentException">No chain, chains of unequal length, fewer than 4 draws, or a window that is not positive.</exception>
    public static double IntegratedTime(double[][] chains, double window = 5)
    {
        if (!(window > 0))
            throw new ArgumentOutOfRangeException(nameof(window), window, "The window must be a positive number of autocorrelation times; 5 is usual.");
        var correlation = Mean(chains);
        var tau = 1.0;
        for (var lag = 1; lag < correlation.Length; lag++)
        {
            tau += 2 * correlation[lag];
            if (lag >= window * Math.Max(tau, 1))
                break;
        }

        return tau;
    }

    /// <summary>The mean over chains of their autocovariance (divisor n), by Fourier transform.</summary>
    /// <param name="values">Chain after chain, all finite.</param>
    /// <param name="chains">Number of chains.</param>
    internal static double[] MeanCovariance(double[] values, int chains)
    {
        var length = values.Length / chains;
        var transform = FourierTransform.OfSize((int)BitOperations.RoundUpToPowerOf2((uint)(2 * length)));
        var means = EffectiveSize.Means(values, chains);
        var power = new double[transform.Size];
        var (real, imaginary) = (new double[transform.Size], new double[transform.Size]);
        // Two chains a transform, one as the imaginary part: the real part of the autocovariance is the sum of both.
        for (var c = 0; c < chains; c += 2)
        {
            Load(real, values.AsSpan(c * length, length), means[c]);
            if (c + 1 < chains)
                Load(imaginary, values.AsSpan((c + 1) * length, length), means[c + 1]);
            else
                Array.Clear(imaginary);
            transform.Forward(real, imaginary);
            for (var k = 0; k < power.Length; k++)
                power[k] += (real[k] * real[k]) + (imaginary[k] * imaginary[k]);
        }

        // Of a real array the forward transform has the same real part as the backward one.
        Array.Clear(imaginary);
        transform.Forward(power, imaginary);
        var scale = 1.0 / ((double)transform.Size * length * chains);
        var covariance = new double[length];
        for (var lag = 0; lag < length; lag++)
            covariance[lag] = power[lag] * scale;
        return covariance;
    }

    private static void Load(double[] target, ReadOnlySpan<double> chain, double mean)
    {
        for (var i = 0; i < chain.Length; i++)
            target[i] = chain[i] - mean;
        Array.Clear(target, chain.Length, target.Length - chain.Length);
    }
}
