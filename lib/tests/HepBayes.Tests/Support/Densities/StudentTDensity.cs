using static TorchSharp.torch;

namespace HepBayes.Tests.Support;

/// <summary>Multivariate Student-t with unit scale matrix: log p = -(nu + d) / 2 log(1 + x.x / nu) + constant.</summary>
internal sealed class StudentTDensity(int dimensions, double degreesOfFreedom, Device? device = null) : PointDensity(dimensions, device)
{
    public override double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var squares = 0.0;
        foreach (var value in x)
            squares += value * value;
        var power = degreesOfFreedom + x.Length;
        for (var i = 0; i < x.Length; i++)
            gradient[i] = -power * x[i] / (degreesOfFreedom + squares);
        return -0.5 * power * Math.Log(1 + (squares / degreesOfFreedom));
    }
}
