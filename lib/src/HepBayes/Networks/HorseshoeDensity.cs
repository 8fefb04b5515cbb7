using TorchSharp;

namespace HepBayes.Networks;

/// <summary>Weights at <paramref name="Offset"/>, their log t at <paramref name="Global"/> and log l from <paramref name="Local"/> on.</summary>
internal readonly record struct HorseshoePiece(int Offset, int Count, int Global, int Local);

/// <summary>
/// The density of the horseshoe's parameters z, log t, log l and the map to weights w = s z. With u = log t + log l and
/// k = log c: log s = k - log(1 + exp 2(k - u)) / 2, and d(log s)/du = 1 - q with q = 1 / (1 + exp 2(k - u)).
/// </summary>
internal sealed class HorseshoeDensity : GroupedPriorDensity
{
    private readonly IReadOnlyList<HorseshoePiece> pieces;
    private readonly double logSlab;
    private readonly Scalar slab;

    public HorseshoeDensity(int networkParameters, IReadOnlyList<string> names, IReadOnlyList<ParameterGroup> groups, IReadOnlyList<HorseshoePiece> pieces, double logSlab)
        : base(networkParameters, names, groups)
    {
        (this.pieces, this.logSlab, slab) = (pieces, logSlab, logSlab);
    }

    public override bool HoldsWeights => false;

    public override void Weights(ReadOnlySpan<double> position, Span<double> weights)
    {
        position[..NetworkParameters].CopyTo(weights);
        foreach (var piece in pieces)
        {
            for (var i = 0; i < piece.Count; i++)
                weights[piece.Offset + i] *= Scale(position[piece.Global] + position[piece.Local + i]).Scale;
        }
    }

    public override void PullBack(ReadOnlySpan<double> position, ReadOnlySpan<double> weightGradient, Span<double> gradient)
    {
        var next = 0;
        foreach (var piece in pieces)
        {
            Copy(weightGradient, gradient, next, piece.Offset);
            var global = 0.0;
            for (var i = 0; i < piece.Count; i++)
            {
                var (scale, slope) = Scale(position[piece.Global] + position[piece.Local + i]);
                var own = weightGradient[piece.Offset + i] * scale;
                gradient[piece.Offset + i] += own;
                own *= position[piece.Offset + i] * slope;
                gradient[piece.Local + i] += own;
                global += own;
            }

            gradient[piece.Global] += global;
            next = piece.Offset + piece.Count;
        }

        Copy(weightGradient, gradient, next, NetworkParameters);
    }

    public override torch.Tensor Weights(torch.Tensor position)
    {
        using var scope = torch.NewDisposeScope();
        var weights = position.narrow(1, 0, NetworkParameters).clone();
        foreach (var piece in pieces)
            weights.narrow(1, piece.Offset, piece.Count).mul_(Scale(position, piece).Scale);
        return weights.MoveToOuterDisposeScope();
    }

    public override void PullBack(torch.Tensor position, torch.Tensor weightGradient, torch.Tensor gradient)
    {
        using var scope = torch.NewDisposeScope();
        var inner = weightGradient.clone();
        foreach (var piece in pieces)
        {
            var (scale, slope) = Scale(position, piece);
            var own = inner.narrow(1, piece.Offset, piece.Count).mul_(scale);
            var local = own.mul(position.narrow(1, piece.Offset, piece.Count)).mul_(slope);
            gradient.narrow(1, piece.Local, piece.Count).add_(local, Scalars.One);
            gradient.narrow(1, piece.Global, 1).add_(local.sum(1, keepdim: true), Scalars.One);
        }

        gradient.narrow(1, 0, NetworkParameters).add_(inner, Scalars.One);
    }

    // s and d(log s)/du.
    private (double Scale, double Slope) Scale(double u)
    {
        var e = Math.Exp(2 * (logSlab - u));
        return double.IsInfinity(e) ? (Math.Exp(u), 1) : (Math.Exp(logSlab) / Math.Sqrt(1 + e), e / (1 + e));
    }

    private (torch.Tensor Scale, torch.Tensor Slope) Scale(torch.Tensor position, HorseshoePiece piece)
    {
        var u = position.narrow(1, piece.Global, 1).add(position.narrow(1, piece.Local, piece.Count), Scalars.One);
        var twice = u.sub_(slab).mul_(Scalars.MinusTwo);
        var logScale = torch.nn.functional.softplus(twice).mul_(Scalars.MinusHalf).add_(slab);
        return (logScale.exp_(), twice.sigmoid());
    }

    private static void Copy(ReadOnlySpan<double> source, Span<double> target, int first, int end)
    {
        for (var i = first; i < end; i++)
            target[i] += source[i];
    }
}
