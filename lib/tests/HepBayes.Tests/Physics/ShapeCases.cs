using HepBayes.Physics;

namespace HepBayes.Tests.Physics;

/// <summary>Every shape with parameters that exercise its branches.</summary>
internal static class ShapeCases
{
    public static readonly FitRange Range = (2, 5);

    public static readonly Dictionary<string, Shape> All = new()
    {
        ["gaussian"] = Shape.Gaussian(Of("mean", 3.1), Of("sigma", 0.3)),
        ["gaussian, only its tail"] = Shape.Gaussian(Of("mean", 0.8), Of("sigma", 0.3)),
        ["double gaussian"] = Shape.DoubleGaussian(Of("mean", 3.1), Of("sigma1", 0.2), Of("sigma2", 0.6), Of("fraction", 0.7)),
        ["crystal ball"] = Shape.CrystalBall(Of("mean", 3.6), Of("sigma", 0.25), Of("alpha", 1.3), Of("power", 3)),
        ["crystal ball, power near 1"] = Shape.CrystalBall(Of("mean", 3.6), Of("sigma", 0.25), Of("alpha", 0.8), Of("power", 1.0001)),
        ["crystal ball, power 120"] = Shape.CrystalBall(Of("mean", 3.6), Of("sigma", 0.25), Of("alpha", 0.8), Of("power", 120)),
        ["crystal ball, only its tail"] = Shape.CrystalBall(Of("mean", 6), Of("sigma", 0.3), Of("alpha", 1.3), Of("power", 3)),
        ["two-sided crystal ball"] = Shape.DoubleCrystalBall(Of("mean", 3.3), Of("sigma", 0.25), Of("alphaLow", 1.23), Of("powerLow", 3), Of("alphaHigh", 1.7), Of("powerHigh", 2)),
        ["breit-wigner"] = Shape.BreitWigner(Of("mass", 3.2), Of("width", 0.3)),
        ["relativistic breit-wigner"] = Shape.RelativisticBreitWigner(Of("mass", 3.2), Of("width", 0.3)),
        ["voigtian"] = Shape.Voigtian(Of("mass", 3.2), Of("width", 0.2), Of("sigma", 0.15)),
        ["voigtian, narrow"] = Shape.Voigtian(Of("mass", 3.2), Of("width", 0.001), Of("sigma", 0.2)),
        ["voigtian, fine resolution"] = Shape.Voigtian(Of("mass", 3.2), Of("width", 0.3), Of("sigma", 0.01)),
        ["breit-wigner with crystal ball"] = Shape.BreitWignerCrystalBall(Of("mass", 3.4), Of("width", 0.2), Of("sigma", 0.15), Of("alpha", 1.3), Of("power", 1.5)),
        ["breit-wigner with crystal ball, narrow"] = Shape.BreitWignerCrystalBall(Of("mass", 3.4), Of("width", 0.02), Of("sigma", 0.2), Of("alpha", 0.7), Of("power", 8)),
        ["breit-wigner with crystal ball, fine resolution"] = Shape.BreitWignerCrystalBall(Of("mass", 3.4), Of("width", 0.4), Of("sigma", 0.03), Of("alpha", 2.5), Of("power", 0.7)),
        ["breit-wigner with crystal ball, only its tail"] = Shape.BreitWignerCrystalBall(Of("mass", 5.5), Of("width", 0.2), Of("sigma", 0.15), Of("alpha", 1), Of("power", 2)),
        ["exponential"] = Shape.Exponential(Of("slope", -1.3)),
        ["exponential, nearly flat"] = Shape.Exponential(Of("slope", 1e-5)),
        ["chebyshev"] = Shape.Chebyshev(Of("c1", -0.3), Of("c2", 0.2), Of("c3", 0.05), Of("c4", -0.02)),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static double[] Values(Shape shape) => [.. shape.Parameters.Select(p => p.Value)];

    private static FitParameter Of(string name, double value) => new(name, value);
}
