namespace HepBayes.Networks;

/// <summary>Independent priors of one family around 0, with scales that are given.</summary>
internal sealed class FixedPrior : Prior
{
    private readonly LocationScaleFamily family;
    private readonly double scale;
    private readonly double biasScale;
    private readonly double outputScale;
    private readonly bool fanIn;

    internal FixedPrior(LocationScaleFamily family, double scale, double biasScale, double outputScale, bool fanIn)
    {
        (this.family, this.fanIn) = (family, fanIn);
        (this.scale, this.biasScale) = (Positive.Check(scale, nameof(scale)), Positive.Check(biasScale, nameof(biasScale)));
        this.outputScale = Positive.Check(outputScale, nameof(outputScale));
    }

    public override string Name => FormattableString.Invariant($"{family.Name}(scale {scale}, bias {biasScale}, output {outputScale}{(fanIn ? ", fan-in" : "")})");

    public override PriorDensity Of(IReadOnlyList<ParameterBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var last = blocks.Where(b => b.Kind() == ParameterKind.Weight).Select(b => b.Offset).DefaultIfEmpty(-1).Max();
        var groups = blocks.Select(block => block.Kind() switch
        {
            ParameterKind.Bias => Group(family, block, biasScale),
            ParameterKind.Slope => Slopes(block),
            _ => Group(family, block, (block.Offset == last ? outputScale : scale) * FanInFactor(block, fanIn)),
        }).ToArray();
        return new GroupedPriorDensity(blocks.Sum(b => b.Count), [], groups);
    }

    /// <summary>Slopes are N(0, 0.3^2) whatever the family of the weights.</summary>
    internal static ParameterGroup Slopes(ParameterBlock block) => Group(LocationScaleFamily.Gaussian, block, SlopeScale);

    /// <summary>A block with location 0 and a given scale.</summary>
    internal static ParameterGroup Group(LocationScaleFamily family, ParameterBlock block, double scale) =>
        new(family, block.Offset, block.Count, 0, Math.Log(scale));
}
