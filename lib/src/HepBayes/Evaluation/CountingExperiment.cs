namespace HepBayes.Evaluation;

/// <summary>
/// Counts in bins with a signal mu s and a background b whose error sigma is uncorrelated between the bins: each count is Poisson,
/// and the background of a bin is held by an auxiliary Poisson count with the expectation tau = (b / sigma)². Limits on mu are
/// asymptotic (arXiv 1007.1727) and use CLs = CLsb / CLb (Read, J. Phys. G 28 (2002) 2693).
/// </summary>
public sealed class CountingExperiment
{
    private readonly double[] signal;
    private readonly double[] background;
    private readonly double[] tau;

    /// <summary>Describes the experiment.</summary>
    /// <param name="signal">The expected signal of each bin for mu = 1 (events). Range: >= 0, and at least one > 0.</param>
    /// <param name="background">The expected background of each bin (events). Range: > 0.</param>
    /// <param name="backgroundErrors">The standard error of each background (events). Range: > 0.</param>
    /// <exception cref="ArgumentException">Different lengths, no bins, or a number out of its range.</exception>
    public CountingExperiment(RealValues signal, RealValues background, RealValues backgroundErrors)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(background);
        ArgumentNullException.ThrowIfNull(backgroundErrors);
        background.RequireLength("backgrounds", signal.Length, "signals");
        backgroundErrors.RequireLength("errors of the background", signal.Length, "signals");
        signal.RequireRange("signals", 0, double.MaxValue);
        background.RequireRange("backgrounds", double.Epsilon, double.MaxValue);
        backgroundErrors.RequireRange("errors of the background", double.Epsilon, double.MaxValue);
        this.signal = signal.Span.ToArray();
        this.background = background.Span.ToArray();
        tau = [.. this.background.Zip(backgroundErrors.Span.ToArray(), (b, error) => b / error * (b / error))];
        if (this.signal.All(s => s == 0))
            throw new ArgumentException("There is no signal in any bin; a limit on its strength needs some.", nameof(signal));
    }

    /// <summary>Tests a signal strength with the statistic q-tilde (best strength held at or above 0; arXiv 1007.1727, eqs. 16 and 65 to 67).</summary>
    /// <param name="observed">The observed count of each bin. Range: >= 0; need not be whole (Asimov data).</param>
    /// <param name="strength">The tested strength mu. Range: > 0.</param>
    /// <exception cref="ArgumentException">Another number of bins, or a number out of its range.</exception>
    public ClsResult Test(RealValues observed, double strength = 1)
    {
        ArgumentNullException.ThrowIfNull(observed);
        observed.RequireLength("observed counts", signal.Length, "bins");
        observed.RequireRange("observed counts", 0, double.MaxValue);
        if (!(strength > 0 && double.IsFinite(strength)))
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "The tested strength of the signal is positive.");
        var data = new Counts(observed.Span.ToArray(), tau);
        var (statistic, best) = Statistic(data, strength);
        // The data that a world without signal would give, with the backgrounds that fit the observation best.
        var scales = Scales(data, 0);
        var asimov = new Counts([.. background.Select((b, i) => scales[i] * b)], [.. tau.Select((t, i) => scales[i] * t)]);
        var (expected, _) = Statistic(asimov, strength);
        return new ClsResult(strength, best, statistic, expected);
    }

    private (double Q, double Best) Statistic(Counts data, double strength)
    {
        var best = BestStrength(data, strength);
        return best > strength ? (0, best) : (2 * (Height(data, strength) - Height(data, best)), best);
    }

    // The profile likelihood is concave in mu, so its slope changes sign once.
    private double BestStrength(Counts data, double start)
    {
        double low = 0, high = start;
        if (Slope(data, 0) <= 0)
            return 0;
        while (Slope(data, high) > 0)
            (low, high) = (high, 2 * high);
        for (var i = 0; i < 200 && high - low > 1e-14 * high; i++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = Slope(data, middle) > 0 ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    private double Slope(Counts data, double strength)
    {
        var scales = Scales(data, strength);
        return signal.Select((s, i) => s == 0 ? 0 : s * ((data.Main[i] / ((strength * s) + (scales[i] * background[i]))) - 1)).Sum();
    }

    // -ln L at the best backgrounds, without the constant terms.
    private double Height(Counts data, double strength)
    {
        var scales = Scales(data, strength);
        return signal.Select((s, i) => Term(data.Main[i], (strength * s) + (scales[i] * background[i])) + Term(data.Auxiliary[i], scales[i] * tau[i])).Sum();
    }

    private static double Term(double count, double mean) => mean - (count > 0 ? count * Math.Log(mean) : 0);

    // The factor of each background that maximises the likelihood at a strength: the positive root of
    // b (b + tau) g² - [b (n + a) - (b + tau) mu s] g - a mu s = 0, with a the auxiliary count.
    private double[] Scales(Counts data, double strength) => [.. signal.Select((s, i) =>
    {
        var (b, t, n, a, m) = (background[i], tau[i], data.Main[i], data.Auxiliary[i], strength * s);
        var square = b * (b + t);
        var linear = (b * (n + a)) - ((b + t) * m);
        var root = Math.Sqrt((linear * linear) + (4 * square * a * m));
        return linear >= 0 ? (linear + root) / (2 * square) : 2 * a * m / (root - linear);
    })];

    private sealed record Counts(double[] Main, double[] Auxiliary);
}
