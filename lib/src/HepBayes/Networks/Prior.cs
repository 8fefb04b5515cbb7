namespace HepBayes.Networks;

/// <summary>
/// The prior density of a network's weights, biases and learned slopes; formulas are in lib/docs/densities.md. A prior may
/// own hyper-parameters, which are sampled with the weights and stand behind them in the parameter vector. One of your own
/// derives from this class and from <see cref="PriorDensity"/>; if only the shape of the density is new, a
/// <see cref="LocationScaleFamily"/> is enough.
/// </summary>
public abstract class Prior
{
    /// <summary>Standard deviation of learned slopes, and of the location that they share in hierarchical priors.</summary>
    internal const double SlopeScale = 0.3;

    /// <summary>The name with its settings, as saved in files.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Independent normal priors with mean 0. With <paramref name="fanIn"/> the standard deviation of a weight is
    /// scale / sqrt(inputs of its layer), which keeps the prior spread of the network's outputs independent of its
    /// widths (Neal, Bayesian Learning for Neural Networks, 1996, chapter 2).
    /// </summary>
    /// <param name="scale">Scale of the weights, above 0.</param>
    /// <param name="biasScale">Standard deviation of the biases, above 0.</param>
    /// <param name="outputScale">Scale of the weights into the outputs, above 0: roughly the range of the outputs; null for <paramref name="scale"/>.</param>
    /// <param name="fanIn">Whether to divide the weights' scale by the square root of the layer's inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A scale is not a positive number.</exception>
    public static Prior Gaussian(double scale = 1.5, double biasScale = 1.0, double? outputScale = null, bool fanIn = true) =>
        Fixed(LocationScaleFamily.Gaussian, scale, biasScale, outputScale, fanIn);

    /// <summary>Independent priors of one family, centred on 0, with given scales.</summary>
    /// <param name="family">Shape of the density, for example <see cref="LocationScaleFamily.Laplace"/>.</param>
    /// <param name="scale">Scale of the weights, above 0.</param>
    /// <param name="biasScale">Scale of the biases, above 0.</param>
    /// <param name="outputScale">Scale of the weights into the outputs, above 0; null for <paramref name="scale"/>.</param>
    /// <param name="fanIn">Whether to divide the weights' scale by the square root of the layer's inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A scale is not a positive number.</exception>
    public static Prior Fixed(LocationScaleFamily family, double scale = 1.5, double biasScale = 1.0, double? outputScale = null, bool fanIn = true)
    {
        ArgumentNullException.ThrowIfNull(family);
        return new FixedPrior(family, scale, biasScale, outputScale ?? scale, fanIn);
    }

    /// <summary>
    /// Priors whose scale is learned: for the weights of each layer and for its biases a scale s (sampled as log s) and a
    /// location m ~ N(0, locationSd^2).
    /// </summary>
    /// <param name="family">Shape of the density; null for the normal one.</param>
    /// <param name="weightScale">Hyper-prior of the weights' scale; null for log-normal(1.5, 0.5).</param>
    /// <param name="biasScale">Hyper-prior of the biases' scale; null for log-normal(1, 0.5).</param>
    /// <param name="locationSd">Standard deviation of the location, above 0; null fixes the location at 0.</param>
    /// <param name="fanIn">Whether the weights' scale is s / sqrt(inputs of the layer) instead of s.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="locationSd"/> is not a positive number.</exception>
    public static Prior Hierarchical(LocationScaleFamily? family = null, ScalePrior? weightScale = null, ScalePrior? biasScale = null, double? locationSd = 0.1, bool fanIn = true) =>
        new HierarchicalPrior(family ?? LocationScaleFamily.Gaussian, weightScale ?? ScalePrior.LogNormal(1.5, 0.5), biasScale ?? ScalePrior.LogNormal(1, 0.5), ScalePrior.LogNormal(SlopeScale, 0.5), locationSd, fanIn);

    /// <summary>
    /// The priors of TensorBNN's <c>GaussianDenseLayer</c>: normal, m ~ N(0, 0.1^2), s ~ N(1, 0.1^2) cut off at 0, no
    /// scaling by inputs; with the densities that were meant (Kronheim, Kuchera, Prosper, arXiv 2009.14393).
    /// </summary>
    public static Prior TensorBnnGaussian() => TensorBnn(LocationScaleFamily.Gaussian, ScalePrior.Normal(1, 0.1), 0.1);

    /// <summary>
    /// The priors of TensorBNN's <c>DenseLayer</c>: Cauchy, m ~ N(0, 0.2^2), s ~ N(sqrt(0.5), 0.5^2) cut off at 0, no
    /// scaling by inputs. There the sign of the Cauchy density was wrong; here it is right, so results differ.
    /// </summary>
    public static Prior TensorBnnCauchy() => TensorBnn(LocationScaleFamily.Cauchy, ScalePrior.Normal(Math.Sqrt(0.5), 0.5), 0.2);

    /// <summary>
    /// The regularised horseshoe (Piironen and Vehtari, arXiv 1707.01694, section 2.3, with a fixed slab): a weight is
    /// N(0, s^2) with s^2 = c^2 t^2 l^2 / (c^2 + t^2 l^2), l half-Cauchy(1) for each weight and t half-Cauchy for each
    /// layer, so that most weights may vanish while a few stay free up to the slab c. Sampled non-centred: the vector holds
    /// w / s, log t and log l. It doubles the number of parameters.
    /// </summary>
    /// <param name="globalScale">Scale of t, above 0; small means few weights.</param>
    /// <param name="slabScale">c, the standard deviation of weights that are not shrunk, above 0.</param>
    /// <param name="biasScale">Standard deviation of the biases, above 0.</param>
    /// <param name="fanIn">Whether the scale of t is divided by the square root of the layer's inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A scale is not a positive number.</exception>
    public static Prior Horseshoe(double globalScale = 0.5, double slabScale = 2.0, double biasScale = 1.0, bool fanIn = true) =>
        new HorseshoePrior(globalScale, slabScale, biasScale, fanIn);

    /// <summary>
    /// This prior with a relevance for each input: the network sees x[i] tanh(r[i]) in place of x[i], with r[i] ~ N(0, scale^2)
    /// sampled with the weights. An input that does not help gets |tanh r| near 0, whatever its weights; see lib/docs/relevance.md
    /// and <c>InputRelevance</c>. The parameter vector holds the weights before the factor; <c>BayesianNetwork.Weights</c>
    /// gives them with it.
    /// </summary>
    /// <param name="scale">Standard deviation of r, above 0; with 1 the median of |tanh r| is 0.59.</param>
    /// <exception cref="ArgumentException">This prior has relevances already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not a positive number.</exception>
    public Prior WithRelevance(double scale = 1.0) => new RelevancePrior(this, scale);

    /// <summary>The density for a network with given parameters.</summary>
    /// <param name="blocks">The network's parameters: blocks that follow each other from offset 0.</param>
    /// <returns>The density; the caller owns it.</returns>
    public abstract PriorDensity Of(IReadOnlyList<ParameterBlock> blocks);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>1 / sqrt(inputs), or 1.</summary>
    internal static double FanInFactor(ParameterBlock block, bool fanIn) => fanIn ? 1 / Math.Sqrt(block.Rows) : 1;

    private static HierarchicalPrior TensorBnn(LocationScaleFamily family, ScalePrior scale, double locationSd) =>
        new(family, scale, scale, ScalePrior.Normal(SlopeScale, 0.1), locationSd, fanIn: false);
}
