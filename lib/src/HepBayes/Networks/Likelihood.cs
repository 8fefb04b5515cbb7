using HepBayes.Runtime;

namespace HepBayes.Networks;

/// <summary>
/// The probability of the targets given the outputs of a network. A likelihood may own hyper-parameters (the standard
/// deviation of the noise, say), which are sampled and stand last in the parameter vector. Formulas are in
/// lib/docs/densities.md. One of your own needs the abstract members, all of them about a single row; its rows then go
/// through <see cref="Evaluate(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, Span{double})"/>
/// one by one, which several threads may call at once.
/// </summary>
public abstract partial class Likelihood
{
    /// <summary>The name with its settings, as saved in files.</summary>
    public abstract string Name { get; }

    /// <summary>The sampled hyper-parameters, in the order of the parameter vector.</summary>
    public virtual IReadOnlyList<HyperParameter> Hypers => [];

    /// <summary>Number of sampled hyper-parameters.</summary>
    public int HyperParameters => Hypers.Count;

    /// <summary>Checks that targets can have come from this likelihood.</summary>
    /// <param name="targets">The targets, row by row, [rows, <see cref="TargetColumns"/>]; finite.</param>
    /// <param name="outputs">Outputs of the network.</param>
    /// <param name="source">What they are, for the message.</param>
    /// <exception cref="ArgumentException">A target is impossible; the message names the row.</exception>
    public virtual void CheckTargets(ReadOnlySpan<float> targets, int outputs, string source)
    {
    }

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

    /// <summary>Log probability (density) of the targets of a row, with all constants, and its gradient.</summary>
    /// <param name="outputs">Outputs of the network for the row, [outputs].</param>
    /// <param name="targets">The targets, [<see cref="TargetColumns"/>].</param>
    /// <param name="hyperParameters">The likelihood's hyper-parameters of the same draw.</param>
    /// <param name="outputGradient">Receives the gradient with respect to the outputs (overwritten).</param>
    /// <param name="hyperGradient">Receives the gradient with respect to the hyper-parameters (overwritten).</param>
    public abstract double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters, Span<double> outputGradient, Span<double> hyperGradient);

    /// <summary>Log probability (density) of the targets of a row.</summary>
    /// <param name="outputs">Outputs of the network for the row, [outputs].</param>
    /// <param name="targets">The targets, [<see cref="TargetColumns"/>].</param>
    /// <param name="hyperParameters">The likelihood's hyper-parameters of the same draw.</param>
    public double LogProbability(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> hyperParameters)
    {
        var size = outputs.Length + hyperParameters.Length;
        var unused = size <= 256 ? stackalloc double[size] : new double[size];
        return Evaluate(outputs, targets, hyperParameters, unused[..outputs.Length], unused[outputs.Length..]);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
