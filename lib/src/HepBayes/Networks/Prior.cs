namespace HepBayes.Networks;

/// <summary>The prior density of the weights and biases of a network.</summary>
public abstract class Prior
{
    private protected Prior()
    {
    }

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
        new GaussianPrior(scale, biasScale, outputScale ?? scale, fanIn);

    /// <summary>The name with its settings, as saved in files.</summary>
    public abstract string Name { get; }

    /// <summary>The standard deviation of each parameter before data are seen, in the order of the layout.</summary>
    /// <param name="layout">The network's parameters.</param>
    public abstract double[] StandardDeviations(ParameterLayout layout);
}
