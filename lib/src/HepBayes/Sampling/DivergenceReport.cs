using System.Globalization;

namespace HepBayes.Sampling;

/// <summary>
/// Which draws diverged, and in which quantities they are concentrated. A divergence means that the leapfrog step was too
/// large for the curvature around it: the quantity in which divergences crowd says where the posterior is hard.
/// </summary>
/// <param name="Indices">Chain and draw, from 0, of each divergent draw.</param>
/// <param name="Draws">Number of draws of all chains.</param>
/// <param name="Contrasts">One entry a quantity, the greatest distance first; NaN (last) without divergences, or with nothing else.</param>
public sealed record DivergenceReport(IReadOnlyList<(int Chain, int Draw)> Indices, int Draws, IReadOnlyList<DivergenceContrast> Contrasts)
{
    /// <summary>Compares divergent draws with the others.</summary>
    /// <param name="divergent">Whether the trajectory of each draw diverged, [chains][draws].</param>
    /// <param name="quantities">
    /// Names and draws, [chains][draws] like <paramref name="divergent"/>: log scales, the log posterior and some predictions
    /// say more than weights. A draw that is not finite makes the entry NaN.
    /// </param>
    /// <exception cref="ArgumentException">A quantity does not have the shape of the flags.</exception>
    public static DivergenceReport Of(bool[][] divergent, params (string Name, double[][] Chains)[] quantities)
    {
        ArgumentNullException.ThrowIfNull(divergent);
        ArgumentNullException.ThrowIfNull(quantities);
        var indices = divergent.SelectMany((flags, chain) => flags.Select((flag, draw) => (flag, chain, draw))).Where(f => f.flag).Select(f => (f.chain, f.draw)).ToArray();
        var contrasts = quantities.Select(q => Contrast(q.Name, q.Chains, divergent)).OrderByDescending(c => double.IsNaN(c.Distance) ? -1 : c.Distance);
        return new DivergenceReport(indices, divergent.Sum(c => c.Length), [.. contrasts]);
    }

    /// <summary>The number of divergences and one line a quantity.</summary>
    public override string ToString()
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{Indices.Count} of {Draws} draws diverged");
        return string.Join('\n', Contrasts.Select(c => string.Create(CultureInfo.InvariantCulture,
            $"{c.Name}: distance {c.Distance:F2}, shift {c.Shift:F2} sd, spread {c.Narrowing:F2} of the others")).Prepend(head));
    }

    private static DivergenceContrast Contrast(string name, double[][] chains, bool[][] divergent)
    {
        if (!chains.Select(c => c.Length).SequenceEqual(divergent.Select(c => c.Length)))
            throw new ArgumentException($"The flags have the lengths {string.Join(", ", divergent.Select(c => c.Length))}, but '{name}' has {string.Join(", ", chains.Select(c => c.Length))}; every draw has one of each.", nameof(chains));
        double[] Pick(bool flag) => [.. chains.SelectMany((c, i) => c.Where((_, draw) => divergent[i][draw] == flag)).Order()];
        var (bad, good) = (Pick(true), Pick(false));
        if (bad.Length == 0 || good.Length < 2 || !bad.All(double.IsFinite) || !good.All(double.IsFinite))
            return new DivergenceContrast(name, double.NaN, double.NaN, double.NaN);
        var spread = Math.Sqrt(EffectiveSize.Variance(good));
        return new DivergenceContrast(name,
            (EffectiveSize.Mean(bad) - EffectiveSize.Mean(good)) / spread,
            bad.Length > 1 ? Math.Sqrt(EffectiveSize.Variance(bad)) / spread : double.NaN,
            Distance(bad, good));
    }

    // Both sorted.
    private static double Distance(double[] a, double[] b)
    {
        var (i, j, greatest) = (0, 0, 0.0);
        while (i < a.Length && j < b.Length)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value)
                i++;
            while (j < b.Length && b[j] == value)
                j++;
            greatest = Math.Max(greatest, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return greatest;
    }
}
