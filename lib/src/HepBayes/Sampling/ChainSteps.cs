namespace HepBayes.Sampling;

/// <summary>
/// Factors on the common step size for chains that do not get along with it: halved while the recent acceptance of a chain
/// is below two fifths of the target, raised again by a quarter, up to 1, while it is high.
/// </summary>
internal sealed class ChainSteps
{
    private const double Remember = 0.9;
    private readonly double target;
    private readonly double[] recent;

    /// <summary>Starts with factors of 1.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="target">Target acceptance.</param>
    public ChainSteps(int chains, double target)
    {
        this.target = target;
        (Factors, recent) = (new double[chains], new double[chains]);
        Array.Fill(Factors, 1);
        Array.Fill(recent, target);
    }

    /// <summary>Factor of each chain, above 0, at most 1.</summary>
    public double[] Factors { get; }

    /// <summary>Whether all factors are 1.</summary>
    public bool AreEqual => Factors.All(f => f == 1);

    /// <summary>Learns from a transition.</summary>
    /// <param name="acceptance">Acceptance probability of each chain.</param>
    /// <returns>Whether a factor changed.</returns>
    public bool Update(double[] acceptance)
    {
        var changed = false;
        for (var chain = 0; chain < recent.Length; chain++)
        {
            recent[chain] = (Remember * recent[chain]) + ((1 - Remember) * acceptance[chain]);
            var factor = recent[chain] < 0.4 * target ? 0.5 * Factors[chain]
                : recent[chain] > 0.5 * (1 + target) ? Math.Min(1, 1.25 * Factors[chain])
                : Factors[chain];
            if (factor == Factors[chain])
                continue;
            // A change is given time to show.
            (Factors[chain], recent[chain], changed) = (factor, target, true);
        }

        return changed;
    }

    public void Save(Snapshot snapshot)
    {
        for (var chain = 0; chain < recent.Length; chain++)
        {
            snapshot.Add($"chain_steps.factor.{chain}", Factors[chain]);
            snapshot.Add($"chain_steps.recent.{chain}", recent[chain]);
        }
    }

    public void Restore(Snapshot snapshot)
    {
        for (var chain = 0; chain < recent.Length; chain++)
        {
            Factors[chain] = snapshot.Real($"chain_steps.factor.{chain}");
            recent[chain] = snapshot.Real($"chain_steps.recent.{chain}");
        }
    }
}
