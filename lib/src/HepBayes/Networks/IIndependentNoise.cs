using HepBayes.Runtime;

namespace HepBayes.Networks;

/// <summary>Noise that is independent from target to target, so that one target can be drawn or scored without the others.</summary>
internal interface IIndependentNoise
{
    /// <summary>Draws one target of a row; the arguments are those of <see cref="Likelihood.Sample"/>.</summary>
    double Sample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> hyperParameters, CounterRandom random, int target);

    /// <summary>log p of one target of a row; the other arguments are those of <see cref="Likelihood.LogProbability"/>.</summary>
    double LogProbability(ReadOnlySpan<double> outputs, double value, ReadOnlySpan<double> hyperParameters, int target);
}
