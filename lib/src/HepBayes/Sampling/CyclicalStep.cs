namespace HepBayes.Sampling;

/// <summary>
/// Cycles of falling step sizes (Zhang, Li, Zhang, Chen and Wilson, Cyclical Stochastic Gradient MCMC for Bayesian Deep
/// Learning, arXiv 1902.03932, eq. 1 and algorithm 1): large steps without noise look for another mode, then smaller ones with
/// noise sample it. The step size is first / 2 (cos(pi r) + 1), with r the share of the cycle that is over.
/// </summary>
/// <param name="First">Step size at the start of each cycle, above 0.</param>
/// <param name="CycleLength">Steps of a cycle, at least 2.</param>
/// <param name="ExploringShare">Share of a cycle that explores, 0 to below 1; at least its last step samples.</param>
public sealed record CyclicalStep(double First, int CycleLength, double ExploringShare = 0.8) : StepSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => 0.5 * First * (Math.Cos(Math.PI * (step % CycleLength) / CycleLength) + 1);

    /// <inheritdoc/>
    public override bool IsExploring(long step) => step % CycleLength < Math.Min(ExploringShare * CycleLength, CycleLength - 1);

    internal override void Check()
    {
        Positive(First, nameof(First), "The first step size of a cycle");
        if (CycleLength < 2)
            throw new ArgumentOutOfRangeException(nameof(CycleLength), CycleLength, "A cycle needs at least 2 steps.");
        if (!(ExploringShare >= 0 && ExploringShare < 1))
            throw new ArgumentOutOfRangeException(nameof(ExploringShare), ExploringShare, "The share of a cycle that explores must be at least 0 and below 1.");
    }
}
