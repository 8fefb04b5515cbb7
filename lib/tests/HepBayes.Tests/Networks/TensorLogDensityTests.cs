using HepBayes.Networks;
using HepBayes.Tests.Support;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class TensorLogDensityTests
{
    [Fact]
    public void LibtorchDifferentiatesTheFunction()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var density = LogDensity.OfTensors(2, x => -0.5 * ((x[.., 0] - 1).square() + (x[.., 1] - (0.5 * x[.., 0].square())).square()), "a banana");
        using var formula = new BananaDensity(1, 0.5);
        var position = tensor(new[,] { { 0.3, -1.2 }, { 2.0, 0.7 } });
        var (value, gradient) = density.Evaluate(position);
        var (expected, slope) = formula.Evaluate(position);
        var shift = expected - value;
        Assert.Equal(shift[0].item<double>(), shift[1].item<double>(), 1e-12);
        Assert.True(gradient.allclose(slope, 1e-12, 1e-12));
        Assert.False(position.requires_grad);
        Assert.Equal((2, "a banana", float64), (density.Parameters, density.Fingerprint, density.NumberType));
    }

    [Fact]
    public void WrongShapesAreNamed()
    {
        using var density = LogDensity.OfTensors(2, x => x.square());
        using var position = zeros(3, 2, dtype: float64);
        Assert.Contains("gave shape [3, 2]", Assert.Throws<ArgumentException>(() => density.Evaluate(position)).Message, StringComparison.Ordinal);
        using var wrong = zeros(3, 1, dtype: float64);
        Assert.Contains("expected [chains, 2]", Assert.Throws<ArgumentException>(() => density.Evaluate(wrong)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LogDensity.OfTensors(0, x => x.sum(1)));
    }
}
