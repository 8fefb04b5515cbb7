using System.Runtime.Intrinsics;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

internal readonly struct GaussianShape : IShape
{
    public static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> z) =>
        ((z * z * -0.5) - Vector256.Create(HalfLogTwoPi), -z);

    public (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z) =>
        (z.square().mul_(Scalars.MinusHalf).sub_(Scalars.HalfLogTwoPi), z.neg());

    public double Sample(CounterRandom random) => random.NextNormal();
}

internal readonly struct CauchyShape : IShape
{
    private static readonly double LogPi = Math.Log(Math.PI);
    private static readonly Scalar LogPiScalar = LogPi;

    public (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> z)
    {
        var squared = Vector256<double>.One + (z * z);
        return (Vector256.Create(-LogPi) - Vector256.Log(squared), z * -2 / squared);
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

    // The slope at the kink is taken as 0.
    public (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> z) =>
        (-Vector256.Abs(z) - Vector256.Create(LogTwo), Sign(-z));

    public (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z) =>
        (z.abs().neg_().sub_(LogTwoScalar), z.sign().neg_());

    public double Sample(CounterRandom random)
    {
        var u = random.NextDouble() - 0.5;
        return -Math.Sign(u) * Math.Log(1 - (2 * Math.Abs(u)));
    }

    private static Vector256<double> Sign(Vector256<double> x) =>
        (Vector256.GreaterThan(x, Vector256<double>.Zero) & Vector256<double>.One) - (Vector256.LessThan(x, Vector256<double>.Zero) & Vector256<double>.One);
}

internal readonly struct StudentTShape(double degrees, double constant) : IShape
{
    public (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> z)
    {
        var squared = z * z;
        var log = Vector256.Log(Vector256<double>.One + (squared / degrees));
        return (Vector256.Create(constant) - (log * (0.5 * (degrees + 1))), z * -(degrees + 1) / (Vector256.Create(degrees) + squared));
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
