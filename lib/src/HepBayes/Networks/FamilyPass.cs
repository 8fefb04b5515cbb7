using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>
/// The density of all groups of one family by tensor operations: one pass over their parameters, however many groups
/// there are, and nothing that the device must wait for. Owns its constants.
/// </summary>
internal sealed class FamilyPass : IDisposable
{
    private readonly LocationScaleFamily family;
    private readonly Tensor index;
    private readonly Tensor location;
    private readonly Tensor logScale;
    private readonly Tensor? locationIndex;
    private readonly Tensor? logScaleIndex;
    private readonly List<(int First, int Count, bool OfScale)> sums = [];
    private readonly Tensor? sumTargets;
    private readonly Tensor? sumCounts;

    /// <param name="family">Their family.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="parameters">Length of the parameter vector; that index stands for a column of zeros behind it.</param>
    /// <param name="device">Where positions will be.</param>
    public FamilyPass(LocationScaleFamily family, IReadOnlyList<ParameterGroup> groups, int parameters, Device device)
    {
        this.family = family;
        index = Own(tensor(groups.SelectMany(g => Enumerable.Range(g.Offset, g.Count)).Select(i => (long)i).ToArray(), device: device));
        location = Own(tensor(Spread(groups, g => g.Location), device: device));
        logScale = Own(tensor(Spread(groups, g => g.LogScale), device: device));
        if (groups.Any(g => g.LocationIndex >= 0))
            locationIndex = Own(tensor(Spread(groups, g => g.LocationIndex < 0 ? (long)parameters : g.LocationIndex), device: device));
        if (groups.Any(g => g.LogScaleIndex >= 0))
            logScaleIndex = Own(tensor(Spread(groups, g => g.LogScaleIndex < 0 ? (long)parameters : g.LogScaleIndex), device: device));

        var targets = new List<long>();
        var first = 0;
        foreach (var group in groups)
        {
            if (group.LocationIndex >= 0)
                Add(group.LocationIndex, (first, group.Count, false));
            if (group.LogScaleIndex >= 0)
                Add(group.LogScaleIndex, (first, group.Count, true));
            first += group.Count;
        }

        if (targets.Count > 0)
        {
            sumTargets = Own(tensor(targets.ToArray(), device: device));
            sumCounts = Own(tensor(sums.Select(s => s.OfScale ? (double)s.Count : 0).ToArray(), device: device));
        }

        void Add(int target, (int First, int Count, bool OfScale) sum)
        {
            targets.Add(target);
            sums.Add(sum);
        }
    }

    /// <summary>Log density [chains]; its gradient is added to <paramref name="gradient"/>.</summary>
    /// <param name="extended">Positions and a column of zeros, [chains, parameters + 1], float64.</param>
    /// <param name="gradient">[chains, parameters].</param>
    public Tensor Evaluate(Tensor extended, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var m = locationIndex is null ? location : extended.index_select(1, locationIndex).add_(location, Scalars.One);
        var u = logScaleIndex is null ? logScale : extended.index_select(1, logScaleIndex).add_(logScale, Scalars.One);
        var inverse = u.neg().exp_();
        var z = extended.index_select(1, index).sub_(m).mul_(inverse);
        var (value, slope) = family.Evaluate(z);
        var pull = slope.mul(inverse);
        gradient.index_add_(1, index, pull.to(gradient.dtype), Scalars.One);
        if (sumTargets is not null)
        {
            var product = z.mul_(slope);
            var columns = sums.Select(s => (s.OfScale ? product : pull).narrow(1, s.First, s.Count).sum(1, keepdim: true)).ToArray();
            gradient.index_add_(1, sumTargets, cat(columns, 1).add_(sumCounts!, Scalars.One).neg_().to(gradient.dtype), Scalars.One);
        }

        return value.sub(u).sum(1).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var constant in new[] { index, location, logScale, locationIndex, logScaleIndex, sumTargets, sumCounts })
            constant?.Dispose();
    }

    private static T[] Spread<T>(IEnumerable<ParameterGroup> groups, Func<ParameterGroup, T> value) =>
        [.. groups.SelectMany(g => Enumerable.Repeat(value(g), g.Count))];

    private static Tensor Own(Tensor constant) => constant.DetachFromDisposeScope();
}
