using HepBayes.Evaluation;
using MathNet.Numerics.Distributions;

namespace HepBayes.Physics;

/// <summary>Data and fitted model in equal bins.</summary>
/// <remarks>
/// The degrees of freedom are the bins less the fitted parameters. For an unbinned fit this is a little too few (H. Chernoff and
/// E. Lehmann, Ann. Math. Statist. 25 (1954) 579); toys (<see cref="FitResult.Toys"/>) need no such formula.
/// </remarks>
public sealed class FitComparison
{
    private const double LeastExpected = 5;

    internal FitComparison(FitResult result, int bins)
    {
        Result = result;
        Counts = result.Data.Counts(bins);
        Axis = new BinAxis(result.Range.Low, result.Range.High, Counts.Length);
        Expected = result.Model.Expected(result.Range, Axis.Edges);
        var groups = Merge(Counts, Expected);
        ChiSquare = groups.Sum(g => (g.Count - g.Expected) * (g.Count - g.Expected) / g.Expected);
        DegreesOfFreedom = groups.Count - result.FittedCount;
        MergedBins = Counts.Length - groups.Count;
        LikelihoodRatio = 2 * Counts.Zip(Expected, BinnedObjective.PoissonDeviance).Sum();
    }

    /// <summary>The fit.</summary>
    public FitResult Result { get; }

    /// <summary>The bins.</summary>
    public BinAxis Axis { get; }

    /// <summary>The number of events in each bin.</summary>
    public double[] Counts { get; }

    /// <summary>The expected number of events in each bin.</summary>
    public double[] Expected { get; }

    /// <summary>(count - expected) / sqrt(expected) of each bin.</summary>
    public double[] Pulls => [.. Counts.Zip(Expected, (n, mu) => (n - mu) / Math.Sqrt(mu))];

    /// <summary>Pearson's chi-square, the sum of squared pulls. Neighbouring bins are merged until at least 5 events are expected.</summary>
    public double ChiSquare { get; }

    /// <summary>The bins after merging, less the parameters that the data determine (<see cref="FitResult.FittedCount"/>).</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>How many bins disappeared by merging.</summary>
    public int MergedBins { get; }

    /// <summary>Chi-square divided by its degrees of freedom; NaN without any.</summary>
    public double ReducedChiSquare => DegreesOfFreedom > 0 ? ChiSquare / DegreesOfFreedom : double.NaN;

    /// <summary>The probability of a larger chi-square if the model is right; NaN without degrees of freedom.</summary>
    public double Probability => DegreesOfFreedom > 0 ? 1 - ChiSquared.CDF(DegreesOfFreedom, ChiSquare) : double.NaN;

    /// <summary>The likelihood-ratio chi-square of Baker and Cousins over all bins, none merged: the statistic that toys compare.</summary>
    public double LikelihoodRatio { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"chi2/ndf = {ChiSquare:F1}/{DegreesOfFreedom} = {ReducedChiSquare:F2}, probability {Probability:G3}");

    private static List<(double Count, double Expected)> Merge(double[] counts, double[] expected)
    {
        var groups = new List<(double Count, double Expected)>();
        double count = 0, sum = 0;
        for (var bin = 0; bin < counts.Length; bin++)
        {
            (count, sum) = (count + counts[bin], sum + expected[bin]);
            if (sum < LeastExpected)
                continue;
            groups.Add((count, sum));
            (count, sum) = (0, 0);
        }

        // What is left joins the last group.
        if (sum > 0 && groups.Count > 0)
            groups[^1] = (groups[^1].Count + count, groups[^1].Expected + sum);
        else if (sum > 0)
            groups.Add((count, sum));
        return groups;
    }
}
