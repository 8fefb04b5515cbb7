namespace HepBayes.Sampling;

/// <summary>
/// Settings that the mini-batch samplers have in common. They have no Metropolis test, so
/// <see cref="SamplerOptions.TargetAcceptance"/>, <see cref="SamplerOptions.InitialStepSize"/> and
/// <see cref="SamplerOptions.Mass"/> have no effect. The warm start (<see cref="SamplerOptions.Map"/>) climbs on mini-batches.
/// </summary>
public abstract record MiniBatchOptions : SamplerOptions
{
    private protected MiniBatchOptions(StepSchedule steps)
    {
        (Warmup, Thin, Steps) = (1000, 10, steps);
        Map = new MapStart { Steps = 2000 };
    }

    /// <summary>Rows of a batch, at least 1, at most those of the data; rounded up to whole blocks of neighbouring rows.</summary>
    public int BatchRows { get; init; } = 4096;

    /// <summary>Step sizes, in units in which the scaled parameters have standard deviations of about 1 (with the Fisher scale).</summary>
    public StepSchedule Steps { get; init; }

    /// <summary>What multiplies the gradients.</summary>
    public GradientScale Scale { get; init; } = GradientScale.Fisher;

    /// <summary>
    /// Whether each chain takes its gradients as the full gradient at its start plus the batch's difference from there (Baker,
    /// Fearnhead, Fox and Nemeth, Control variates for stochastic gradient MCMC, Statistics and Computing 2019). Costs one full
    /// gradient a chain and two batch gradients a step, and takes away most of the gradients' noise while the chain stays near
    /// its start, as in regression and logistic models with many rows, started close to the maximum. Networks have directions
    /// that the data leave wide; the noise then grows with the distance from the start and drives the chain further off.
    /// </summary>
    public bool ControlVariates { get; init; }

    internal override void Check()
    {
        base.Check();
        AtLeast(BatchRows, 1, nameof(BatchRows), "Rows of a batch");
        ArgumentNullException.ThrowIfNull(Steps);
        Steps.Check();
        if (!Enum.IsDefined(Scale))
            throw new ArgumentOutOfRangeException(nameof(Scale), Scale, "This scale does not exist.");
    }
}
