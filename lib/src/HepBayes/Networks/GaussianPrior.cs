namespace HepBayes.Networks;

/// <summary>Independent normal priors, optionally scaled by the inputs of each layer.</summary>
internal sealed class GaussianPrior : Prior
{
    private readonly double scale;
    private readonly double biasScale;
    private readonly bool fanIn;

    internal GaussianPrior(double scale, double biasScale, bool fanIn)
    {
        (this.scale, this.biasScale, this.fanIn) = (Positive(scale, nameof(scale)), Positive(biasScale, nameof(biasScale)), fanIn);
    }

    public override string Name => FormattableString.Invariant($"gaussian(scale {scale}, bias {biasScale}{(fanIn ? ", fan-in" : "")})");

    public override double[] StandardDeviations(ParameterLayout layout)
    {
        var result = new double[layout.Count];
        foreach (var block in layout.Blocks)
        {
            var bias = block.Name.EndsWith(".bias", StringComparison.Ordinal);
            var sd = bias ? biasScale : fanIn ? scale / Math.Sqrt(block.Rows) : scale;
            result.AsSpan(block.Offset, block.Count).Fill(sd);
        }

        return result;
    }

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A scale must be a positive number.");
}
