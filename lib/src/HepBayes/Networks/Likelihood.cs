using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>
/// The probability of the targets given the outputs of a network. A likelihood may own hyper-parameters (the standard
/// deviation of the noise, say), which are sampled with the weights and stand behind them in the parameter vector.
/// </summary>
public abstract class Likelihood
{
    private protected Likelihood()
    {
    }

    /// <summary>The name, as saved in files.</summary>
    public abstract string Name { get; }

    /// <summary>Number of sampled hyper-parameters.</summary>
    public virtual int HyperParameters => 0;

    /// <summary>Labels 0 or 1 with the network's output as the logarithm of the odds: log p = y f - log(1 + exp f).</summary>
    public static Likelihood Bernoulli() => new BernoulliLikelihood();

    /// <summary>Normal noise of known standard deviation: log p = -((y - f) / s)^2 / 2 - log s - log(2 pi) / 2.</summary>
    /// <param name="standardDeviation">s, in the unit of the target, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">s is not a positive number.</exception>
    public static Likelihood Gaussian(double standardDeviation) => new GaussianLikelihood(standardDeviation, 0);

    /// <summary>
    /// Normal noise whose standard deviation s is sampled: u = log s is a parameter with prior N(log median, spread^2)
    /// (so no further Jacobian is needed; s itself is log-normal).
    /// </summary>
    /// <param name="median">Median of the prior of s, in the unit of the target, above 0.</param>
    /// <param name="spread">Standard deviation of the prior of log s, above 0; 1 means a factor of e either way.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive.</exception>
    public static Likelihood GaussianWithSampledNoise(double median, double spread = 1.0)
    {
        if (!(spread > 0 && double.IsFinite(spread)))
            throw new ArgumentOutOfRangeException(nameof(spread), spread, "The spread of log s must be a positive number.");
        return new GaussianLikelihood(median, spread);
    }

    /// <summary>Checks that targets can have come from this likelihood.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="source">What they are, for the message.</param>
    /// <exception cref="ArgumentException">A target is impossible; the message names the row.</exception>
    public abstract void CheckTargets(ReadOnlySpan<float> targets, string source);

    /// <summary>Target columns of a network with so many outputs.</summary>
    /// <param name="outputs">Outputs of the network.</param>
    /// <exception cref="ArgumentException">No network with so many outputs fits this likelihood.</exception>
    public virtual int TargetColumns(int outputs) => outputs;

    /// <summary>Numbers that <see cref="Mean"/> and <see cref="Variance"/> give for a row: the targets, or the classes.</summary>
    /// <param name="outputs">Outputs of the network.</param>
    public virtual int MeanColumns(int outputs) => TargetColumns(outputs);

    /// <summary>The expected target of a row: probabilities, or means.</summary>
    /// <param name="outputs">Outputs of the network for the row, [outputs].</param>
    /// <param name="hyperParameters">The likelihood's hyper-parameters of the same draw.</param>
    /// <param name="mean">Receives the expectations, [<see cref="MeanColumns"/>].</param>
    public abstract void Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> mean);

    /// <summary>Variance of a target around <see cref="Mean"/> (noise).</summary>
    /// <param name="outputs">Outputs of the network for the row, [outputs].</param>
    /// <param name="hyperParameters">The likelihood's hyper-parameters of the same draw.</param>
    /// <param name="variance">Receives the variances, [<see cref="MeanColumns"/>].</param>
    public abstract void Variance(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, Span<double> variance);

    /// <summary>Draws the targets of a row.</summary>
    /// <param name="outputs">Outputs of the network for the row, [outputs].</param>
    /// <param name="hyperParameters">The likelihood's hyper-parameters of the same draw.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="targets">Receives the targets, [<see cref="TargetColumns"/>].</param>
    public abstract void Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, Span<double> targets);

    /// <summary>Log probability (density) of the targets of a row.</summary>
    /// <param name="outputs">Outputs of the network for the row, [outputs].</param>
    /// <param name="targets">The targets, [<see cref="TargetColumns"/>].</param>
    /// <param name="hyperParameters">The likelihood's hyper-parameters of the same draw.</param>
    public abstract double LogProbability(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters);

    /// <summary>Where a chain's hyper-parameters start.</summary>
    internal virtual void InitialiseHyperParameters(Span<double> hyperParameters)
    {
    }

    /// <summary>Log prior density of the hyper-parameters; its gradient is added to <paramref name="gradient"/>.</summary>
    internal virtual double HyperPrior(ReadOnlySpan<double> hyperParameters, Span<double> gradient) => 0;

    /// <summary>
    /// Log-likelihood of the valid rows of a tile. Writes its gradient with respect to the outputs into
    /// <paramref name="delta"/> (zero for rows that only fill up the tile) and adds that of the hyper-parameters.
    /// </summary>
    /// <param name="f">Outputs [outputs, tile rows].</param>
    /// <param name="y">Targets, same shape.</param>
    /// <param name="delta">Receives the gradient, same shape.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="rows">Rows of a tile.</param>
    /// <param name="valid">Rows that hold data.</param>
    /// <param name="hyperParameters">Hyper-parameters of the chain.</param>
    /// <param name="hyperGradient">Receives the gradient of the hyper-parameters.</param>
    internal abstract unsafe double Evaluate<T>(T* f, T* y, T* delta, int outputs, int rows, int valid, ReadOnlySpan<double> hyperParameters, Span<double> hyperGradient) where T : unmanaged;

    /// <summary>The same for tensors on any device.</summary>
    /// <param name="f">Outputs [chains, rows, outputs].</param>
    /// <param name="y">Targets [rows, outputs].</param>
    /// <param name="hyperParameters">[chains, hyper-parameters].</param>
    /// <returns>Log-likelihood [chains] (float64), gradient like <paramref name="f"/>, gradient [chains, hyper-parameters] (float64).</returns>
    internal abstract (torch.Tensor LogLikelihood, torch.Tensor Delta, torch.Tensor HyperGradient) Evaluate(torch.Tensor f, torch.Tensor y, torch.Tensor hyperParameters);
}
