using HepBayes.Prediction;
using HepBayes.Sampling;

namespace HepBayes.Comparison;

/// <summary>What a method has made of a problem.</summary>
/// <param name="Predict">Predictions for inputs, [rows, inputs] row by row.</param>
/// <param name="Gradients">Gradients over all training rows, of all chains or networks together, training of the starts included.</param>
/// <param name="Seconds">Wall-clock time until it could predict, training of the starts and warm-up included.</param>
public sealed record ComparisonFit(Func<float[], PredictiveDraws> Predict, double Gradients, double Seconds)
{
    /// <summary>The draws of a sampler; null for other methods.</summary>
    public SamplingRun? Run { get; init; }

    /// <summary>Whether the intervals are stretched on the calibration rows.</summary>
    public bool IsConformal { get; init; }
}
