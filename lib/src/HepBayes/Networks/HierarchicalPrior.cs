namespace HepBayes.Networks;

/// <summary>Priors of one family whose scale, and location if wanted, is sampled for each block of the network.</summary>
internal sealed class HierarchicalPrior : Prior
{
    private readonly LocationScaleFamily family;
    private readonly ScalePrior weightScale;
    private readonly ScalePrior biasScale;
    private readonly ScalePrior slopeScale;
    private readonly double? locationSd;
    private readonly bool fanIn;

    internal HierarchicalPrior(LocationScaleFamily family, ScalePrior weightScale, ScalePrior biasScale, ScalePrior slopeScale, double? locationSd, bool fanIn)
    {
        (this.family, this.weightScale, this.biasScale, this.slopeScale, this.fanIn) = (family, weightScale, biasScale, slopeScale, fanIn);
        this.locationSd = locationSd is { } sd ? Positive.Check(sd, nameof(locationSd)) : null;
    }

    public override string Name => FormattableString.Invariant(
        $"hierarchical {family.Name}(scale {weightScale}, bias {biasScale}, slope {slopeScale}, location {(locationSd is { } sd ? sd : "0")}{(fanIn ? ", fan-in" : "")})");

    public override PriorDensity Of(IReadOnlyList<ParameterBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var count = blocks.Sum(b => b.Count);
        var names = new List<string>();
        var (hypers, weights) = (new List<ParameterGroup>(), new List<ParameterGroup>());
        foreach (var block in blocks)
        {
            var (shape, scale, sd, factor) = Settings(block);
            var location = -1;
            if (sd is { } width)
            {
                location = Add($"{block.Name}.location");
                hypers.Add(new ParameterGroup(LocationScaleFamily.Gaussian, location, 1, 0, Math.Log(width)));
            }

            var logScale = Add($"{block.Name}.log_scale");
            hypers.Add(ParameterGroup.OfScale(scale, logScale));
            weights.Add(new ParameterGroup(shape, block.Offset, block.Count, 0, Math.Log(factor), location, logScale));
        }

        return new GroupedPriorDensity(count, names, [.. hypers, .. weights]);

        int Add(string name)
        {
            names.Add(name);
            return count + names.Count - 1;
        }
    }

    private (LocationScaleFamily Family, ScalePrior Scale, double? LocationSd, double Factor) Settings(ParameterBlock block) => block.Kind() switch
    {
        ParameterKind.Bias => (family, biasScale, locationSd, 1),
        ParameterKind.Slope => (LocationScaleFamily.Gaussian, slopeScale, locationSd is null ? null : SlopeScale, 1),
        _ => (family, weightScale, locationSd, FanInFactor(block, fanIn)),
    };
}
