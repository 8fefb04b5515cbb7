using MathNet.Numerics;

namespace HepBayes.Sampling;

/// <summary>
/// The draws of all chains, every chain in two halves, sorted once: ranks, folded ranks, quantiles and indicators follow
/// without sorting again. Halves lie one after the other in one array of <see cref="Chains"/> times <see cref="Length"/>.
/// </summary>
internal sealed class SortedDraws
{
    private static NormalScores scores = new(1);

    // All draws, for the quantiles; an odd length has one draw more a chain than the halves.
    private readonly double[] sorted;
    private readonly double[] sortedHalves;
    private readonly int[] order;

    private SortedDraws(double[][] chains)
    {
        (Chains, Length) = (2 * chains.Length, chains[0].Length / 2);
        Values = Halves(chains);
        order = new int[Values.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        sortedHalves = (double[])Values.Clone();
        Array.Sort(sortedHalves, order);
        sorted = sortedHalves;
        if (chains[0].Length % 2 != 0)
        {
            sorted = [.. chains.SelectMany(c => c)];
            Array.Sort(sorted);
        }
    }

    /// <summary>Number of half chains.</summary>
    public int Chains { get; }

    /// <summary>Draws of a half chain; the middle draw of an odd length is left out.</summary>
    public int Length { get; }

    /// <summary>The draws, half chain after half chain.</summary>
    public double[] Values { get; }

    /// <summary>Sorts draws; null if one is not finite or all are equal, where the diagnostics are NaN.</summary>
    /// <param name="chains">[chains][draws] of equal length.</param>
    public static SortedDraws? Of(double[][] chains) => Usable(chains) ? new SortedDraws(chains) : null;

    /// <summary>Whether all draws are finite and not all of them equal.</summary>
    /// <param name="chains">[chains][draws].</param>
    public static bool Usable(double[][] chains)
    {
        var (first, varies) = (chains[0][0], false);
        foreach (var chain in chains)
        {
            foreach (var x in chain)
            {
                if (!double.IsFinite(x))
                    return false;
                varies |= x != first;
            }
        }

        return varies;
    }

    /// <summary>Every chain in two halves, one after the other.</summary>
    /// <param name="chains">[chains][draws] of equal length.</param>
    public static double[] Halves(double[][] chains)
    {
        var half = chains[0].Length / 2;
        var values = new double[2 * half * chains.Length];
        for (var c = 0; c < chains.Length; c++)
        {
            chains[c].AsSpan(0, half).CopyTo(values.AsSpan(2 * c * half));
            chains[c].AsSpan(chains[c].Length - half).CopyTo(values.AsSpan(((2 * c) + 1) * half));
        }

        return values;
    }

    /// <summary>A quantile of all draws, interpolated linearly (R's type 7, with its rounding: indicators depend on it).</summary>
    /// <param name="probability">0 to 1.</param>
    public double Quantile(double probability)
    {
        var position = 1 + ((sorted.Length - 1) * probability);
        var lower = (int)position;
        var share = position - lower;
        var low = sorted[lower - 1];
        return share > 0 && sorted[lower] != low ? ((1 - share) * low) + (share * sorted[lower]) : low;
    }

    /// <summary>The draw of a rank among all draws, counted from 1 and kept within them.</summary>
    /// <param name="rank">From 1.</param>
    public double At(int rank) => sorted[Math.Clamp(rank, 1, sorted.Length) - 1];

    /// <summary>Normal scores of the ranks of the draws.</summary>
    public double[] RankNormalised() => Scores(sortedHalves, order);

    /// <summary>Normal scores of the ranks of the distances from the median: what R-hat needs to see different widths.</summary>
    public double[] FoldedRankNormalised()
    {
        var median = Quantile(0.5);
        var (folded, foldedOrder) = (new double[order.Length], new int[order.Length]);
        // The distances rise to both sides of the median: merge the two sides.
        var right = Array.FindIndex(sortedHalves, x => x > median);
        right = right < 0 ? order.Length : right;
        var left = right - 1;
        for (var i = 0; i < folded.Length; i++)
        {
            var takeLeft = right == order.Length || (left >= 0 && median - sortedHalves[left] <= sortedHalves[right] - median);
            var from = takeLeft ? left-- : right++;
            (folded[i], foldedOrder[i]) = (Math.Abs(sortedHalves[from] - median), order[from]);
        }

        return Scores(folded, foldedOrder);
    }

    /// <summary>1 for draws up to a quantile of all draws, otherwise 0.</summary>
    /// <param name="probability">0 to 1.</param>
    public double[] Indicator(double probability)
    {
        var limit = Quantile(probability);
        return Array.ConvertAll(Values, x => x <= limit ? 1.0 : 0.0);
    }

    private static double[] Scores(double[] rising, int[] order)
    {
        // Chains of one run are equally long, so the table of the last call nearly always fits.
        var table = scores;
        if (table.Size != rising.Length)
            scores = table = new NormalScores(rising.Length);
        var result = new double[rising.Length];
        for (var first = 0; first < rising.Length;)
        {
            var last = first;
            while (last + 1 < rising.Length && rising[last + 1] == rising[first])
                last++;
            var score = table.Of(first, last);
            for (var i = first; i <= last; i++)
                result[order[i]] = score;
            first = last + 1;
        }

        return result;
    }

    /// <summary>Phi^-1((rank - 3/8) / (size + 1/4)) of all whole and half ranks (Vehtari et al., equation 14).</summary>
    private sealed class NormalScores(int size)
    {
        private readonly double[] table = [.. Enumerable.Range(0, (2 * size) - 1).Select(twice =>
            Math.Sqrt(2) * SpecialFunctions.ErfInv((2 * (1 + (0.5 * twice) - 0.375) / (size + 0.25)) - 1))];

        public int Size => size;

        /// <summary>The score of equal draws, who share their mean rank.</summary>
        public double Of(int first, int last) => table[first + last];
    }
}
