using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

internal readonly struct GaussianShape : IShape
{
    public static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public (double Value, double Slope) Evaluate(double z) => ((-0.5 * z * z) - HalfLogTwoPi, -z);

    public (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z) =>
        (z.square().mul_(Scalars.MinusHalf).sub_(Scalars.HalfLogTwoPi), z.neg());

    public double Sample(CounterRandom random) => random.NextNormal();
}

internal readonly struct CauchyShape : IShape
{
    private static readonly double LogPi = Math.Log(Math.PI);
    private static readonly Scalar LogPiScalar = LogPi;

    public (double Value, double Slope) Evaluate(double z)
    {
        var squared = 1 + (z * z);
        return (-LogPi - Math.Log(squared), -2 * z / squared);
    }

    public (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z)
    {
        var squared = z.square();
        return (squared.log1p().neg_().sub_(LogPiScalar), z.div(squared.add_(Scalars.One)).mul_(Scalars.MinusTwo));
    }

    public double Sample(CounterRandom random) => Math.Tan(Math.PI * (random.NextDouble() - 0.5));
}

internal readonly struct LaplaceShape : IShape
{
    private static readonly double LogTwo = Math.Log(2);
    private static readonly Scalar LogTwoScalar = LogTwo;

    // The slope at the kink is taken as 0; NaN must stay NaN.
    public (double Value, double Slope) Evaluate(double z) => (-Math.Abs(z) - LogTwo, z > 0 ? -1 : z < 0 ? 1 : 0 * z);

    public (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z) =>
        (z.abs().neg_().sub_(LogTwoScalar), z.sign().neg_());

    public double Sample(CounterRandom random)
    {
        var u = random.NextDouble() - 0.5;
        return -Math.Sign(u) * Math.Log(1 - (2 * Math.Abs(u)));
    }
}

internal readonly struct StudentTShape(double degrees, double constant) : IShape
{
    public (double Value, double Slope) Evaluate(double z)
    {
        var squared = z * z;
        return (constant - (0.5 * (degrees + 1) * Math.Log(1 + (squared / degrees))), -(degrees + 1) * z / (degrees + squared));
    }

    public (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z)
    {
        using Scalar n = degrees, factor = -0.5 * (degrees + 1), slope = -(degrees + 1), c = constant;
        var squared = z.square();
        return (squared.div(n).log1p_().mul_(factor).add_(c), z.div(squared.add_(n)).mul_(slope));
    }

    // Bailey, Polar generation of random variates with the t-distribution, Math. Comp. 62 (1994) 779.
    public double Sample(CounterRandom random)
    {
        var radius = Math.Sqrt(degrees * (Math.Pow(random.NextDouble(), -2 / degrees) - 1));
        return radius * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
