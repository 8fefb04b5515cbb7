using HepBayes.Runtime;

namespace HepBayes.Training.Search;

/// <summary>A density of one parameter, estimated from the values of earlier trials.</summary>
internal interface IParzenEstimator
{
    /// <summary>Draws a value.</summary>
    double Draw(CounterRandom random);

    /// <summary>The logarithm of the density at a value (of the probability where values have cells or are choices).</summary>
    double LogDensity(double value);
}
