using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Networks;

/// <summary>A family whose shape is a struct, so that loops over many numbers are compiled for it.</summary>
internal sealed class BuiltInFamily<TShape>(TShape shape, string name, double variance) : LocationScaleFamily where TShape : struct, IShape
{
    public override string Name => name;

    public override double Variance => variance;

    public override double LogDensity(double z) => shape.Evaluate(z).Value;

    public override double Slope(double z) => shape.Evaluate(z).Slope;

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
        for (var i = 0; i < z.Length; i++)
            (values[i], slopes[i]) = own.Evaluate(z[i]);
    }
}
