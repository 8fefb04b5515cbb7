namespace HepBayes.Sampling;

/// <summary>
/// Step sizes a (b + t)^-gamma (Welling and Teh, Bayesian Learning via Stochastic Gradient Langevin Dynamics, ICML 2011): the
/// bias goes to 0 with time, and so does the speed. Averages over draws should then be weighted with the step sizes.
/// </summary>
/// <param name="Scale">a, above 0.</param>
/// <param name="Offset">b, above 0, in steps.</param>
/// <param name="Exponent">gamma, above 0.5, at most 1: the range in which the steps sum to infinity and their squares do not.</param>
public sealed record DecayingStep(double Scale, double Offset, double Exponent = 0.55) : StepSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => Scale * Math.Pow(Offset + step, -Exponent);

    internal override void Check()
    {
        Positive(Scale, nameof(Scale), "The scale a of the step size");
        Positive(Offset, nameof(Offset), "The offset b of the step size");
        if (!(Exponent > 0.5 && Exponent <= 1))
            throw new ArgumentOutOfRangeException(nameof(Exponent), Exponent, "The exponent of the step size must lie above 0.5 and be at most 1.");
    }
}
