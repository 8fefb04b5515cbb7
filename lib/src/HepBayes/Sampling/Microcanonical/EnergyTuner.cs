namespace HepBayes.Sampling.Microcanonical;

/// <summary>
/// Adapts a step size so that the mean squared energy error of a step for each parameter is a given one. The error of a step
/// grows with the third power of its size, so v / step^6 of all transitions estimates one number (arXiv 2212.08549,
/// section 4.2), whose mean with fading memory decides the next step.
/// </summary>
/// <param name="target">The mean squared energy error for each parameter.</param>
internal sealed class EnergyTuner(double target)
{
    private const double Forget = 0.95;
    private const double Power = 6;

    // Limits the say of one transition: the mean may not hang on the largest of its terms.
    private const double LargestRatio = 20;
    private const double LargestChange = 2;
    private double mean;
    private double weight;

    /// <summary>The step size.</summary>
    public double StepSize { get; private set; }

    /// <summary>Starts again from a step size.</summary>
    public void Restart(double stepSize) => (StepSize, mean, weight) = (stepSize, 0, 0);

    /// <summary>Learns from a transition at the present step size.</summary>
    /// <param name="variances">Mean squared energy error of each chain; not finite where it diverged.</param>
    public void Learn(double[] variances)
    {
        var limited = variances.Average(v => v < LargestRatio * target ? v : LargestRatio * target);
        mean = (Forget * mean) + ((1 - Forget) * limited * Math.Pow(StepSize, -Power));
        weight = (Forget * weight) + (1 - Forget);
        var wanted = Math.Pow(target * weight / Math.Max(mean, double.Epsilon), 1 / Power);
        StepSize = Math.Clamp(wanted, StepSize / LargestChange, StepSize * LargestChange);
    }

    public void Save(Snapshot snapshot)
    {
        snapshot.Add("energy.step", StepSize);
        snapshot.Add("energy.mean", mean);
        snapshot.Add("energy.weight", weight);
    }

    public void Restore(Snapshot snapshot)
    {
        StepSize = snapshot.Real("energy.step");
        mean = snapshot.Real("energy.mean");
        weight = snapshot.Real("energy.weight");
    }
}
