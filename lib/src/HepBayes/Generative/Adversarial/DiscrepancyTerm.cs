namespace HepBayes.Generative.Adversarial;

/// <summary>A derived quantity whose distribution a generator is drawn to match, by weight x MMD^2 (<see cref="MaximumMeanDiscrepancy"/>) in its loss.</summary>
/// <param name="Quantity">The quantity, for example an invariant mass; smooth in the variables.</param>
/// <param name="Kernel">The kernel; its scale is about the width of what is to be resolved.</param>
public sealed record DiscrepancyTerm(EventFunction Quantity, DiscrepancyKernel Kernel)
{
    /// <summary>The weight of the term, above 0.</summary>
    public double Weight { get; init; } = 1;

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Quantity, nameof(Quantity));
        ArgumentNullException.ThrowIfNull(Kernel, nameof(Kernel));
        if (!(Weight > 0 && double.IsFinite(Weight)))
            throw new ArgumentOutOfRangeException(nameof(Weight), Weight, "The weight of a discrepancy must be a positive number.");
    }
}
