using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>The counts of a binned fit.</summary>
internal sealed class BinnedData : FitData
{
    private readonly double[] counts;

    public BinnedData(Histogram1D histogram)
        : base((histogram.Axis.Low, histogram.Axis.High))
    {
        counts = [.. histogram.Sums];
        Edges = histogram.Axis.Edges;
        for (var bin = 0; bin < counts.Length; bin++)
        {
            var where = FormattableString.Invariant($"Bin {bin} ({Edges[bin]:G6} to {Edges[bin + 1]:G6})");
            if (!(counts[bin] >= 0))
                throw new ArgumentException(FormattableString.Invariant($"{where} holds {counts[bin]:G6}; a likelihood fit needs numbers of events, which are not negative. Do not subtract background before the fit: make it a component."));
            if (Math.Abs(histogram.SquaredSums[bin] - counts[bin]) > 1e-9 * counts[bin])
                throw new ArgumentException($"{where} holds weighted events; their sums are not Poisson distributed. Fit the unweighted counts.");
        }

        if (counts.Sum() == 0)
            throw new ArgumentException($"All {counts.Length} bins from {Range} are empty; there is nothing to fit. Change the range or the selection.");
    }

    private BinnedData(FitRange range, double[] edges, double[] counts)
        : base(range) => (Edges, this.counts) = (edges, counts);

    /// <summary>The edges of the bins, one more than there are bins.</summary>
    public double[] Edges { get; }

    /// <summary>The number of events of each bin.</summary>
    public ReadOnlySpan<double> BinCounts => counts;

    public override double Events => counts.Sum();

    public override bool IsBinned => true;

    public override FitObjective Objective(FitModel model) => new BinnedObjective(model, this);

    public override FitData Toy(ToyGenerator generator, CounterRandom random)
    {
        var expected = generator.Model.Expected(Range, Edges);
        double[] drawn = [.. expected.Select(mean => (double)PoissonRandom.Next(random, mean))];
        return drawn.Sum() > 0 ? new BinnedData(Range, Edges, drawn) : throw new FitFailedException("The toy has no events.");
    }

    public override double[] Counts(int bins) => [.. counts];
}
