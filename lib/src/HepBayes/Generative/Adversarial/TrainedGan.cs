namespace HepBayes.Generative.Adversarial;

/// <summary>What a training gave.</summary>
/// <param name="Gan">The critic of the last step and a generator with the mean of the parameters over about the last twentieth of the steps, which damps their circling around the balance.</param>
/// <param name="History">The losses.</param>
public sealed record TrainedGan(Gan Gan, GanHistory History);
