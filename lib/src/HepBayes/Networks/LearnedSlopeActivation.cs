using HepBayes.Networks.Kernels;
using static TorchSharp.torch;

namespace HepBayes.Networks;

/// <summary>z above 0, otherwise a sampled slope (or the square of a sampled number) times z.</summary>
internal sealed class LearnedSlopeActivation<TSlope>(string name, bool squared) : Activation(name)
    where TSlope : struct, ILearnedSlope
{
    public override bool LearnsSlopes => true;

    public override Tensor Value(Tensor z, Tensor? slopes)
    {
        using var below = Below(slopes!);
        using var negative = TensorFunctions.Negative(z);
        using var part = negative.mul(below);
        return z.relu().add(part, Scalars.One);
    }

    public override Tensor Slope(Tensor z, Tensor value, Tensor? slopes)
    {
        using var below = Below(slopes!);
        using var positive = z.gt(Scalars.Zero);
        return where(positive, ones_like(below), below);
    }

    public override Tensor ParameterSlope(Tensor z, Tensor slopes)
    {
        var negative = TensorFunctions.Negative(z);
        return squared ? negative.mul_(slopes).mul_(Scalars.Two) : negative;
    }

    internal override DenseKernels<T> Kernels<TOps, TVector, T>() => new LearnedSlopeKernels<TOps, TVector, T, TSlope>();

    private Tensor Below(Tensor slopes) => squared ? slopes.square() : slopes.alias();
}
