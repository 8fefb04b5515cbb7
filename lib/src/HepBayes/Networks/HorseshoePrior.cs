namespace HepBayes.Networks;

/// <summary>The regularised horseshoe; see <see cref="Prior.Horseshoe"/>.</summary>
internal sealed class HorseshoePrior : Prior
{
    private readonly double globalScale;
    private readonly double slabScale;
    private readonly double biasScale;
    private readonly bool fanIn;

    internal HorseshoePrior(double globalScale, double slabScale, double biasScale, bool fanIn)
    {
        (this.globalScale, this.slabScale) = (Positive.Check(globalScale, nameof(globalScale)), Positive.Check(slabScale, nameof(slabScale)));
        (this.biasScale, this.fanIn) = (Positive.Check(biasScale, nameof(biasScale)), fanIn);
    }

    public override string Name => FormattableString.Invariant($"horseshoe(global {globalScale}, slab {slabScale}, bias {biasScale}{(fanIn ? ", fan-in" : "")})");

    public override PriorDensity Of(IReadOnlyList<ParameterBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var count = blocks.Sum(b => b.Count);
        var weights = blocks.Where(b => b.Kind() == ParameterKind.Weight).ToArray();
        var names = weights.Select(b => $"{b.Name}.log_global").Concat(weights.SelectMany(b => ParameterNames.Each(b, ".log_local"))).ToArray();
        var firstLocal = count + weights.Length;
        var groups = new List<ParameterGroup>();
        for (var i = 0; i < weights.Length; i++)
            groups.Add(ParameterGroup.OfScale(ScalePrior.HalfCauchy(globalScale * FanInFactor(weights[i], fanIn)), count + i));
        groups.Add(ParameterGroup.OfScale(ScalePrior.HalfCauchy(1), firstLocal, weights.Sum(b => b.Count)));
        groups.AddRange(blocks.Select(block => block.Kind() switch
        {
            ParameterKind.Bias => FixedPrior.Group(LocationScaleFamily.Gaussian, block, biasScale),
            ParameterKind.Slope => FixedPrior.Slopes(block),
            _ => FixedPrior.Group(LocationScaleFamily.Gaussian, block, 1),
        }));

        var pieces = new List<HorseshoePiece>();
        foreach (var block in weights)
        {
            pieces.Add(new HorseshoePiece(block.Offset, block.Count, count + pieces.Count, firstLocal));
            firstLocal += block.Count;
        }

        return new HorseshoeDensity(count, names, groups, pieces, Math.Log(slabScale));
    }
}
