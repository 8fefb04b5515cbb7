namespace HepBayes.Sampling;

/// <summary>Settings of stochastic-gradient Hamiltonian Monte Carlo; 1000 steps of warm-up, every tenth state is kept.</summary>
public sealed record SghmcOptions : MiniBatchOptions
{
    /// <summary>Default settings: a constant step size of 0.01.</summary>
    public SghmcOptions()
        : base(new ConstantStep(0.01))
    {
    }

    /// <summary>
    /// Friction, above 0: velocities forget themselves in a time of 1 / friction. Small friction explores wide directions
    /// faster, large friction bears more noise of the gradients: about step size x noise / (2 friction) is what it adds to the
    /// variances.
    /// </summary>
    public double Friction { get; init; } = 1;

    /// <summary>
    /// Whether the variance of the gradients' noise, as measured during the warm-up, is taken off the noise that the friction
    /// injects (the estimate B of Chen, Fox and Guestrin 2014); where it is larger than that, nothing is injected and the excess
    /// stays. Right where parameters are nearly uncorrelated; with correlations the noise of wide directions is smaller than the
    /// parameters' own, too much is taken off, and those directions come out too narrow.
    /// </summary>
    public bool SubtractNoise { get; init; }

    internal override void Check()
    {
        base.Check();
        if (!(Friction > 0 && double.IsFinite(Friction)))
            throw new ArgumentOutOfRangeException(nameof(Friction), Friction, "The friction must be a positive number.");
    }
}
