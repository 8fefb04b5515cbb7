namespace HepBayes.Generative;

/// <summary>How much a systematic change of strength a weights an event, for example 1 + a ((x - 15)/100)^2.</summary>
/// <param name="variables">The variables of the event.</param>
/// <param name="strength">a.</param>
/// <returns>The weight, not negative.</returns>
public delegate double AugmentationWeight(ReadOnlySpan<float> variables, double strength);
