namespace HepBayes.Evaluation;

/// <summary>What a threshold on a score leaves: rows with score >= threshold are selected.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Signal">The selected signal (weighted).</param>
/// <param name="Background">The selected background (weighted).</param>
/// <param name="SignalKept">The share of the signal that is selected, with its interval (<see cref="WeightedEfficiency"/>).</param>
/// <param name="BackgroundKept">The share of the background that is selected, with its interval.</param>
/// <param name="Reduction">The factor by which background over signal falls: signal kept over background kept, with its bootstrap interval; infinite where no background is left.</param>
/// <param name="Significance">The Asimov significance with the background's error, with the bootstrap interval from the finite number of rows; infinite or NaN where no background is left.</param>
public sealed record ThresholdPoint(
    double Threshold, Yield Signal, Yield Background, Interval SignalKept, Interval BackgroundKept, Interval Reduction, Interval Significance);
