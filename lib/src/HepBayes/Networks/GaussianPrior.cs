namespace HepBayes.Networks;

/// <summary>Independent normal priors, optionally scaled by the inputs of each layer.</summary>
internal sealed class GaussianPrior : Prior
{
    private readonly double scale;
    private readonly double biasScale;
    private readonly double outputScale;
    private readonly bool fanIn;

    internal GaussianPrior(double scale, double biasScale, double outputScale, bool fanIn)
    {
        (this.scale, this.biasScale, this.fanIn) = (Positive(scale, nameof(scale)), Positive(biasScale, nameof(biasScale)), fanIn);
        this.outputScale = Positive(outputScale, nameof(outputScale));
    }

    public override string Name => FormattableString.Invariant($"gaussian(scale {scale}, bias {biasScale}, output {outputScale}{(fanIn ? ", fan-in" : "")})");

    public override double[] StandardDeviations(ParameterLayout layout)
    {
        var result = new double[layout.Count];
        foreach (var block in layout.Blocks)
        {
            var bias = block.Name.EndsWith(".bias", StringComparison.Ordinal);
            var last = block.Offset + block.Count + block.Columns == layout.Count;
            var width = last ? outputScale : scale;
            var sd = bias ? biasScale : fanIn ? width / Math.Sqrt(block.Rows) : width;
            result.AsSpan(block.Offset, block.Count).Fill(sd);
        }

        return result;
    }

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A scale must be a positive number.");
}
