using System.Runtime.Intrinsics;
using HepBayes.Runtime;
using MathNet.Numerics.Distributions;
using TorchSharp;

namespace HepBayes.Networks;

// Densities of u = log s for a scale s > 0 with a given density: p(u) = p(s) s, the factor s being the Jacobian.

/// <summary>s half-Cauchy: p(s) = 2 / (pi (1 + s^2)), so g = log(2 / pi) + z - log(1 + exp 2z).</summary>
internal readonly struct LogHalfCauchyShape : IShape
{
    private static readonly double Constant = Math.Log(2 / Math.PI);
    private static readonly Scalar ConstantScalar = Constant;

    public (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> z)
    {
        var size = Vector256.Abs(z);
        var e = Vector256.Exp(size * -2);
        var tanh = (Vector256<double>.One - e) / (Vector256<double>.One + e);
        return (Vector256.Create(Constant) - size - Vector256.Log(Vector256<double>.One + e), -Vector256.CopySign(tanh, z));
    }

    public (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z)
    {
        var size = z.abs();
        return (size.mul(Scalars.MinusTwo).exp_().log1p_().add_(size, Scalars.One).neg_().add_(ConstantScalar), z.tanh().neg_());
    }

    public double Sample(CounterRandom random) => Math.Log(Math.Tan(0.5 * Math.PI * random.NextDouble()));
}

/// <summary>s half-normal: p(s) = sqrt(2 / pi) exp(-s^2 / 2), so g = log(2 / pi) / 2 + z - exp(2z) / 2.</summary>
internal readonly struct LogHalfNormalShape : IShape
{
    private static readonly double Constant = 0.5 * Math.Log(2 / Math.PI);
    private static readonly Scalar ConstantScalar = Constant;

    public (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> z)
    {
        var squared = Vector256.Exp(z * 2);
        return (Vector256.Create(Constant) + z - (squared * 0.5), Vector256<double>.One - squared);
    }

    public (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z)
    {
        var squared = z.exp().square();
        return (squared.mul(Scalars.MinusHalf).add_(z, Scalars.One).add_(ConstantScalar), squared.neg().add_(Scalars.One));
    }

    public double Sample(CounterRandom random) => Math.Log(Math.Abs(random.NextNormal()));
}

/// <summary>
/// s normal with mean 1 and standard deviation r, cut off at 0; z = log(s) / r has about unit width:
/// g = r z - ((exp(r z) - 1) / r)^2 / 2 - log(2 pi) / 2 - log Phi(1 / r).
/// </summary>
internal readonly struct LogTruncatedNormalShape(double ratio) : IShape
{
    private readonly double constant = -GaussianShape.HalfLogTwoPi - Math.Log(Normal.CDF(0, 1, 1 / ratio));

    public (Vector256<double> Value, Vector256<double> Slope) Evaluate(Vector256<double> z)
    {
        var s = Vector256.Exp(z * ratio);
        var distance = (s - Vector256<double>.One) / ratio;
        return (Vector256.Create(constant) + (z * ratio) - (distance * distance * 0.5), Vector256.Create(ratio) - (distance * s));
    }

    public (torch.Tensor Value, torch.Tensor Slope) Evaluate(torch.Tensor z)
    {
        using Scalar r = ratio, c = constant;
        var s = z.mul(r).exp_();
        var distance = s.sub(Scalars.One).div_(r);
        return (distance.square().mul_(Scalars.MinusHalf).add_(z, r).add_(c), distance.mul_(s).neg_().add_(r));
    }

    public double Sample(CounterRandom random)
    {
        while (true)
        {
            var s = 1 + (ratio * random.NextNormal());
            if (s > 0)
                return Math.Log(s) / ratio;
        }
    }
}
