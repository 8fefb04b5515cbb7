using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>Slopes of activations as tensor operations.</summary>
internal static class TensorFunctions
{
    private static readonly Scalar InverseRootTwo = 1 / Math.Sqrt(2);
    private static readonly Scalar InverseRootTwoPi = 1 / Math.Sqrt(2 * Math.PI);

    /// <summary>Phi(z) + z phi(z).</summary>
    public static Tensor GeluSlope(Tensor z)
    {
        using var density = z.square().mul_(Scalars.MinusHalf).exp_().mul_(InverseRootTwoPi).mul_(z);
        return z.mul(InverseRootTwo).erf_().add_(Scalars.One).mul_(Scalars.Half).add_(density, Scalars.One);
    }

    /// <summary>s + h (1 - s) with s = sigmoid(z).</summary>
    public static Tensor SiluSlope(Tensor z, Tensor value)
    {
        using var sigmoid = z.sigmoid();
        return sigmoid.neg().add_(Scalars.One).mul_(value).add_(sigmoid, Scalars.One);
    }

    /// <summary>1 where the output is above 0, otherwise the slope.</summary>
    public static Tensor LeakySlope(Tensor value, double slope)
    {
        using Scalar below = slope;
        using Scalar difference = 1 - slope;
        return value.gt(Scalars.Zero).to(value.dtype).mul_(difference).add_(below);
    }

    /// <summary>min(0, z).</summary>
    public static Tensor Negative(Tensor z) => z.clamp_max(Scalars.Zero);
}
