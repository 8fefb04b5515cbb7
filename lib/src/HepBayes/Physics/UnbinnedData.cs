using HepBayes.Evaluation;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>The events of an unbinned fit that lie in the range.</summary>
internal sealed class UnbinnedData : FitData
{
    public UnbinnedData(RealValues values, FitRange range)
        : base(range)
    {
        var inside = 0;
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (var value in values)
        {
            inside += range.Contains(value) ? 1 : 0;
            Missing += double.IsNaN(value) ? 1 : 0;
            (least, greatest) = (value < least ? value : least, value > greatest ? value : greatest);
        }

        if (inside == 0)
            throw new ArgumentException(FormattableString.Invariant($"None of the {values.Length} values lies in the fit range {range}{(least <= greatest ? FormattableString.Invariant($"; they run from {least:G6} to {greatest:G6}") : "")}{(Missing > 0 ? $"; {Missing} are NaN" : "")}. Change the range or the selection."));
        // Padded with places inside the range, so that blocks of four are always whole.
        Values = new double[VectorSpans.Padded(inside)];
        Count = 0;
        foreach (var value in values)
        {
            if (range.Contains(value))
                Values[Count++] = value;
        }

        Values.AsSpan(Count).Fill(range.Middle);
    }

    /// <summary>The events, then up to three places of padding.</summary>
    public double[] Values { get; }

    /// <summary>The number of events.</summary>
    public int Count { get; }

    public override double Events => Count;

    public override int Missing { get; }

    public override bool IsBinned => false;

    public override FitObjective Objective(FitModel model) => new UnbinnedObjective(model, this);

    public override FitData Toy(ToyGenerator generator, CounterRandom random)
    {
        var values = generator.Generate(random);
        return values.Length > 0 ? new UnbinnedData(values, Range) : throw new FitFailedException("The toy has no events.");
    }

    public override double[] Counts(int bins)
    {
        var axis = new BinAxis(Range.Low, Range.High, bins);
        var counts = new double[bins];
        foreach (var value in Values.AsSpan(0, Count))
            counts[axis.IndexOf(value)]++;
        return counts;
    }
}
