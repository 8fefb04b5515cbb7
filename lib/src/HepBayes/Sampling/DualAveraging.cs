namespace HepBayes.Sampling;

/// <summary>
/// Adapts a step size to a target acceptance probability by Nesterov's dual averaging (Hoffman and Gelman, The No-U-Turn
/// Sampler, JMLR 15 (2014) 1593, equation 6, with Stan's constants).
/// </summary>
/// <param name="target">Acceptance probability to reach, between 0 and 1.</param>
public sealed class DualAveraging(double target)
{
    private const double Gamma = 0.05;
    private const double Kappa = 0.75;
    private const double Offset = 10;
    private double mean;
    private double logAveraged;
    private double logStep;
    private double distance;
    private long count;

    /// <summary>The step size to use while adapting.</summary>
    public double Current => Math.Exp(logStep);

    /// <summary>The averaged step size, to use when adaptation is over.</summary>
    public double Averaged => count == 0 ? Current : Math.Exp(logAveraged);

    /// <summary>Starts again from a step size.</summary>
    /// <param name="stepSize">Above 0.</param>
    public void Restart(double stepSize)
    {
        logStep = Math.Log(stepSize);
        mean = Math.Log(10 * stepSize);
        (logAveraged, distance, count) = (0, 0, 0);
    }

    /// <summary>Learns from one transition.</summary>
    /// <param name="acceptProbability">Its acceptance probability, 0 to 1 (the mean over chains).</param>
    public void Update(double acceptProbability)
    {
        count++;
        var weight = 1 / (count + Offset);
        distance = ((1 - weight) * distance) + (weight * (target - acceptProbability));
        logStep = mean - (Math.Sqrt(count) / Gamma * distance);
        var forget = Math.Pow(count, -Kappa);
        logAveraged = (forget * logStep) + ((1 - forget) * logAveraged);
    }

    internal void Save(Snapshot snapshot)
    {
        snapshot.Add("averaging.mean", mean);
        snapshot.Add("averaging.log_averaged", logAveraged);
        snapshot.Add("averaging.log_step", logStep);
        snapshot.Add("averaging.distance", distance);
        snapshot.Add("averaging.count", (ulong)count);
    }

    internal void Restore(Snapshot snapshot)
    {
        mean = snapshot.Real("averaging.mean");
        logAveraged = snapshot.Real("averaging.log_averaged");
        logStep = snapshot.Real("averaging.log_step");
        distance = snapshot.Real("averaging.distance");
        count = (long)snapshot.Whole("averaging.count");
    }
}
