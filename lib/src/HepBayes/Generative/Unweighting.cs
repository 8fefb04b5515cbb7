namespace HepBayes.Generative;

/// <summary>What hit or miss kept of a weighted sample.</summary>
/// <param name="Kept">The numbers of the events that were kept, rising.</param>
/// <param name="MaximumWeight">w_max.</param>
/// <param name="Efficiency">The mean probability to be kept, &lt;min(w, w_max)&gt; / w_max, from 0 to 1.</param>
/// <param name="Above">Events with a weight above w_max.</param>
/// <param name="Lost">The share of the sum of weights that lies above w_max in these events.</param>
public sealed record Unweighting(IReadOnlyList<int> Kept, double MaximumWeight, double Efficiency, int Above, double Lost);
