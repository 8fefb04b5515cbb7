using System.Runtime.Intrinsics;
using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>A family whose shape is a struct, so that loops over many numbers are compiled for it.</summary>
internal sealed class BuiltInFamily<TShape>(TShape shape, string name, double variance) : LocationScaleFamily where TShape : struct, IShape
{
    public override string Name => name;

    public override double Variance => variance;

    public override double LogDensity(double z) => shape.Evaluate(Vector256.Create(z)).Value[0];

    public override double Slope(double z) => shape.Evaluate(Vector256.Create(z)).Slope[0];

    public override double Sample(CounterRandom random) => shape.Sample(random);

    public override (torch.Tensor LogDensity, torch.Tensor Slope) Evaluate(torch.Tensor z)
    {
        using var scope = torch.NewDisposeScope();
        var (value, slope) = shape.Evaluate(z);
        return (value.MoveToOuterDisposeScope(), slope.MoveToOuterDisposeScope());
    }

    internal override void Evaluate(ReadOnlySpan<double> z, Span<double> values, Span<double> slopes)
    {
        var own = shape;
        var i = 0;
        for (; i + 4 <= z.Length; i += 4)
        {
            var (value, slope) = own.Evaluate(Vector256.Create(z[i..]));
            value.CopyTo(values[i..]);
            slope.CopyTo(slopes[i..]);
        }

        for (; i < z.Length; i++)
        {
            var (value, slope) = own.Evaluate(Vector256.Create(z[i]));
            (values[i], slopes[i]) = (value[0], slope[0]);
        }
    }
}
