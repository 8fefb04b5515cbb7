namespace HepBayes.Sampling;

/// <summary>Settings of stochastic-gradient Langevin dynamics; 1000 steps of warm-up, every tenth state is kept.</summary>
public sealed record SgldOptions : MiniBatchOptions
{
    /// <summary>Default settings: a constant step size of 0.001.</summary>
    public SgldOptions()
        : base(new ConstantStep(0.001))
    {
    }
}
