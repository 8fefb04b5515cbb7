namespace HepBayes.Networks;

/// <content>The likelihoods that come with the library.</content>
public abstract partial class Likelihood
{
    /// <summary>Labels 0 or 1 with the network's output as the logarithm of the odds: log p = y f - log(1 + exp f).</summary>
    public static Likelihood Bernoulli() => new BernoulliLikelihood();

    /// <summary>
    /// One of K classes, K the number of outputs f: log p = f[y] - log(sum exp f). The target is one column with the index
    /// of the class, 0 to K - 1.
    /// </summary>
    public static Likelihood Categorical() => new CategoricalLikelihood();

    /// <summary>Counts 0, 1, 2, ... with the network's output as the logarithm of the rate: log p = y f - exp(f) - log(y!).</summary>
    public static Likelihood Poisson() => new PoissonLikelihood();

    /// <summary>Normal noise of known standard deviation: log p = -((y - f) / s)^2 / 2 - log s - log(2 pi) / 2.</summary>
    /// <param name="standardDeviation">s, in the unit of the target, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">s is not a positive number.</exception>
    public static Likelihood Gaussian(double standardDeviation) => new NoiseLikelihood(LocationScaleFamily.Gaussian, standardDeviation);

    /// <summary>
    /// Normal noise whose standard deviation s is sampled: u = log s is a parameter with prior N(log median, spread^2)
    /// (so no further Jacobian is needed; s itself is log-normal).
    /// </summary>
    /// <param name="median">Median of the prior of s, in the unit of the target, above 0.</param>
    /// <param name="spread">Standard deviation of the prior of log s, above 0; 1 means a factor of e either way.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive.</exception>
    public static Likelihood GaussianWithSampledNoise(double median, double spread = 1.0) =>
        new NoiseLikelihood(LocationScaleFamily.Gaussian, [ScalePrior.LogNormal(median, spread)], shared: true);

    /// <summary>The same with a standard deviation of its own for each target.</summary>
    /// <param name="medians">Median of the prior of each s, in the unit of its target; one for each output.</param>
    /// <param name="spread">Standard deviation of the prior of each log s, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive.</exception>
    public static Likelihood GaussianWithSampledNoise(IReadOnlyList<double> medians, double spread = 1.0) =>
        EachWithSampledNoise(LocationScaleFamily.Gaussian, medians, spread);

    /// <summary>
    /// Normal noise whose standard deviation depends on the inputs: of 2 T outputs the first T are the means m and the last
    /// T the logarithms u of the standard deviations: log p = -((y - m) exp(-u))^2 / 2 - u - log(2 pi) / 2.
    /// </summary>
    public static Likelihood GaussianHeteroscedastic() => new HeteroscedasticLikelihood(LocationScaleFamily.Gaussian);

    /// <summary>Noise with Student's t density of known scale: events far off pull less than with normal noise.</summary>
    /// <param name="degrees">Degrees of freedom, above 0; 4 is a usual choice.</param>
    /// <param name="scale">Scale s, in the unit of the target, above 0 (the standard deviation is s sqrt(n / (n - 2))).</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive.</exception>
    public static Likelihood StudentT(double degrees, double scale) => new NoiseLikelihood(LocationScaleFamily.StudentT(degrees), scale);

    /// <summary>The same with a sampled scale s: u = log s has the prior N(log median, spread^2).</summary>
    /// <param name="degrees">Degrees of freedom, above 0.</param>
    /// <param name="median">Median of the prior of s, in the unit of the target, above 0.</param>
    /// <param name="spread">Standard deviation of the prior of log s, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive.</exception>
    public static Likelihood StudentTWithSampledNoise(double degrees, double median, double spread = 1.0) =>
        new NoiseLikelihood(LocationScaleFamily.StudentT(degrees), [ScalePrior.LogNormal(median, spread)], shared: true);

    /// <summary>The same with a scale of its own for each target.</summary>
    /// <param name="degrees">Degrees of freedom, above 0.</param>
    /// <param name="medians">Median of the prior of each s, in the unit of its target; one for each output.</param>
    /// <param name="spread">Standard deviation of the prior of each log s, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive.</exception>
    public static Likelihood StudentTWithSampledNoise(double degrees, IReadOnlyList<double> medians, double spread = 1.0) =>
        EachWithSampledNoise(LocationScaleFamily.StudentT(degrees), medians, spread);

    /// <summary>
    /// Student-t noise whose scale depends on the inputs: of 2 T outputs the first T are the locations m and the last T the
    /// logarithms u of the scales; with z = (y - m) exp(-u), log p = log t_n(z) - u. For targets with outliers that are
    /// frequent in some regions and rare in others.
    /// </summary>
    /// <param name="degrees">Degrees of freedom n, above 0; 4 is a usual choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public static Likelihood StudentTHeteroscedastic(double degrees) => new HeteroscedasticLikelihood(LocationScaleFamily.StudentT(degrees));

    private static NoiseLikelihood EachWithSampledNoise(LocationScaleFamily family, IReadOnlyList<double> medians, double spread)
    {
        ArgumentNullException.ThrowIfNull(medians);
        return new NoiseLikelihood(family, [.. medians.Select(m => ScalePrior.LogNormal(m, spread))], shared: false);
    }
}
