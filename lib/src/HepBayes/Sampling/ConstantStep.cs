namespace HepBayes.Sampling;

/// <summary>One step size for the whole run. Draws come from one distribution, with a bias that can be computed (<see cref="LangevinBias"/>).</summary>
/// <param name="StepSize">Step size, above 0.</param>
public sealed record ConstantStep(double StepSize) : StepSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => StepSize;

    internal override void Check() => Positive(StepSize, nameof(StepSize), "The step size");
}
