using System.Runtime.Intrinsics;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>The joint density of groups of parameters, some of which are locations or scales of others.</summary>
/// <param name="count">Length of the parameter vector.</param>
/// <param name="groups">Groups that cover every parameter once; hyper-parameters first, as they are drawn first.</param>
internal sealed class ParameterGroups(int count, IReadOnlyList<ParameterGroup> groups) : IDisposable
{
    private const int Block = 128;
    private readonly ParameterGroup[] groups = [.. groups];
    private FamilyPass[]? passes;

    /// <summary>Log density; its gradient is added to <paramref name="gradient"/>.</summary>
    public double Evaluate(ReadOnlySpan<double> position, Span<double> gradient)
    {
        var total = 0.0;
        foreach (ref readonly var group in groups.AsSpan())
            total += Evaluate(in group, position, gradient);
        return total;
    }

    /// <summary>The same for several chains on any device: log density [chains] in float64.</summary>
    public torch.Tensor Evaluate(torch.Tensor position, torch.Tensor gradient)
    {
        using var scope = torch.NewDisposeScope();
        passes ??= [.. groups.GroupBy(g => g.Family).Select(g => new FamilyPass(g.Key, [.. g], count, position.device))];
        // A column of zeros behind the parameters is the term of groups with fixed location or scale.
        var extended = torch.nn.functional.pad(position.to(torch.float64), [0, 1], PaddingModes.Constant, 0);
        var total = torch.zeros(position.shape[0], dtype: torch.float64, device: position.device);
        foreach (var pass in passes)
            total.add_(pass.Evaluate(extended, gradient), Scalars.One);
        return total.MoveToOuterDisposeScope();
    }

    /// <summary>Draws every parameter.</summary>
    public void Sample(CounterRandom random, Span<double> position)
    {
        foreach (ref readonly var group in groups.AsSpan())
        {
            var (location, scale) = (Location(in group, position), Math.Exp(LogScale(in group, position)));
            for (var i = 0; i < group.Count; i++)
                position[group.Offset + i] = location + (scale * group.Family.Sample(random));
        }
    }

    /// <summary>Location of every parameter, and its scale, when the hyper-parameters are at their own locations.</summary>
    public void Describe(Span<double> centre, Span<double> spread)
    {
        foreach (ref readonly var group in groups.AsSpan())
        {
            centre.Slice(group.Offset, group.Count).Fill(Location(in group, centre));
            spread.Slice(group.Offset, group.Count).Fill(Math.Exp(LogScale(in group, centre)));
        }
    }

    public void Dispose()
    {
        foreach (var pass in passes ?? [])
            pass.Dispose();
        passes = null;
    }

    private static double Location(in ParameterGroup group, ReadOnlySpan<double> position) =>
        group.LocationIndex < 0 ? group.Location : group.Location + position[group.LocationIndex];

    private static double LogScale(in ParameterGroup group, ReadOnlySpan<double> position) =>
        group.LogScaleIndex < 0 ? group.LogScale : group.LogScale + position[group.LogScaleIndex];

    // With z = (w - m) / s and log p = g(z) - log s: d/dw = g'/s, d/dm = -g'/s, d/d(log s) = -1 - z g'.
    private static double Evaluate(in ParameterGroup group, ReadOnlySpan<double> position, Span<double> gradient)
    {
        var (location, logScale) = (Location(in group, position), LogScale(in group, position));
        var inverse = Math.Exp(-logScale);
        Span<double> z = stackalloc double[Block], values = stackalloc double[Block], slopes = stackalloc double[Block];
        Vector256<double> value = default, slope = default, product = default;
        for (var first = 0; first < group.Count; first += Block)
        {
            var size = Math.Min(Block, group.Count - first);
            var own = position.Slice(group.Offset + first, size);
            var target = gradient.Slice(group.Offset + first, size);
            for (var i = 0; i < size; i++)
                z[i] = (own[i] - location) * inverse;
            group.Family.Evaluate(z[..size], values, slopes);
            // The last block is filled up to whole vectors with zeros.
            values[size..].Clear();
            slopes[size..].Clear();
            for (var i = 0; i < size; i += 4)
            {
                var s = Vector256.Create(slopes[i..]);
                value += Vector256.Create(values[i..]);
                slope += s;
                product += Vector256.Create(z[i..]) * s;
            }

            for (var i = 0; i < size; i++)
                target[i] += slopes[i] * inverse;
        }

        if (group.LocationIndex >= 0)
            gradient[group.LocationIndex] -= Vector256.Sum(slope) * inverse;
        if (group.LogScaleIndex >= 0)
            gradient[group.LogScaleIndex] -= group.Count + Vector256.Sum(product);
        return Vector256.Sum(value) - (group.Count * logScale);
    }
}
