namespace HepBayes.Sampling;

/// <summary>
/// The diagonal matrix G that multiplies gradients in the mini-batch samplers. It is measured during the warm-up and fixed
/// afterwards, so that no term with its derivative is missing in the draws.
/// </summary>
public enum GradientScale
{
    /// <summary>G = 1: step sizes are in units of the parameters.</summary>
    None,

    /// <summary>
    /// G = 1 / (prior precision + sum over rows of the squared gradient's variance): the inverse diagonal of the empirical
    /// Fisher information, so that the standard deviations of uncorrelated parameters become about 1 and one step size suits
    /// every problem.
    /// </summary>
    Fisher,

    /// <summary>
    /// G = 1 / (1e-5 + sqrt V), with V the running mean of the squared gradient of the mean log density of a row, as RMSprop
    /// has it (Li, Chen, Carlson and Carin, Preconditioned SGLD, AAAI 2016). There G goes on changing and its derivative is
    /// left out, which biases the draws; here it stands still while draws are kept.
    /// </summary>
    RmsProp,
}
