namespace HepBayes.Sampling;

/// <summary>What a step of a mini-batch sampler uses.</summary>
/// <param name="StepSize">Step size, above 0.</param>
/// <param name="Blocks">Blocks of rows in a batch, at least 1, at most those of the density.</param>
/// <param name="Scale">G of each chain, chain after chain, [chains x parameters], above 0; see <see cref="GradientScale"/>.</param>
public sealed record MiniBatchParameters(double StepSize, int Blocks, double[] Scale)
{
    /// <summary>Control variates; null for the plain gradient of a batch. Stays the caller's.</summary>
    public ControlPoint? Control { get; init; }

    /// <summary>Friction of <see cref="SghmcKernel"/>, above 0.</summary>
    public double Friction { get; init; } = 1;

    /// <summary>
    /// Variance of the gradient's noise that <see cref="SghmcKernel"/> takes off what it injects, chain after chain,
    /// [chains x parameters]; null for none.
    /// </summary>
    public double[]? NoiseVariance { get; init; }

    /// <summary>Whether noise is left out: the step only follows the gradient.</summary>
    public bool IsExploring { get; init; }
}
