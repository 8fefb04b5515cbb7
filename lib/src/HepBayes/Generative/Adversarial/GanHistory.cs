namespace HepBayes.Generative.Adversarial;

/// <summary>The losses of a GAN in equal parts of its training, each a mean over the steps of its part.</summary>
/// <param name="Steps">The number of steps done at the end of each part.</param>
/// <param name="Critic">Cross-entropy of the critic, true plus generated events; 2 log 2 = 1.386 where it cannot tell them apart.</param>
/// <param name="Penalty">Its gradient penalty.</param>
/// <param name="Generator">Cross-entropy of the generator; log 2 = 0.693 where the critic cannot tell.</param>
/// <param name="Discrepancy">The sum of the mean discrepancies with their weights; 0 without such terms.</param>
public sealed record GanHistory(int[] Steps, double[] Critic, double[] Penalty, double[] Generator, double[] Discrepancy);
