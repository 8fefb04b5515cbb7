using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class LocationScaleFamilyTests
{
    private static readonly double[] Points = [-40, -3, -0.7, -1e-3, 0.2, 1, 2.5, 300];

    public static TheoryData<string> Names() => [.. Families.Keys];

    // Each family with the density and distribution of MathNet.
    private static readonly Dictionary<string, (LocationScaleFamily Family, Func<double, double> LogDensity, Func<double, double> Cumulative)> Families = new()
    {
        ["gaussian"] = (LocationScaleFamily.Gaussian, z => Normal.PDFLn(0, 1, z), z => Normal.CDF(0, 1, z)),
        ["cauchy"] = (LocationScaleFamily.Cauchy, z => Cauchy.PDFLn(0, 1, z), z => Cauchy.CDF(0, 1, z)),
        ["laplace"] = (LocationScaleFamily.Laplace, z => Laplace.PDFLn(0, 1, z), z => Laplace.CDF(0, 1, z)),
        ["student-t(3)"] = (LocationScaleFamily.StudentT(3), z => StudentT.PDFLn(0, 1, 3, z), z => StudentT.CDF(0, 1, 3, z)),
        ["student-t(0.8)"] = (LocationScaleFamily.StudentT(0.8), z => StudentT.PDFLn(0, 1, 0.8, z), z => StudentT.CDF(0, 1, 0.8, z)),
        ["custom logistic"] = (new Logistic(), z => -z - (2 * Math.Log(1 + Math.Exp(-z))), z => 1 / (1 + Math.Exp(-z))),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void DensitiesAreThoseOfMathNet(string name)
    {
        var (family, expected, _) = Families[name];
        foreach (var z in Points)
            Assert.Equal(expected(z), family.LogDensity(z), 1e-9 * (1 + Math.Abs(expected(z))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SlopesAreDerivatives(string name)
    {
        var family = Families[name].Family;
        foreach (var z in Points)
            Assert.Equal(Derivative(family.LogDensity, z), family.Slope(z), 1e-6 * (1 + Math.Abs(family.Slope(z))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TensorsGiveTheSame(string name)
    {
        using var scope = NewDisposeScope();
        var family = Families[name].Family;
        var (value, slope) = family.Evaluate(tensor(Points).reshape(2, -1));
        for (var i = 0; i < Points.Length; i++)
        {
            Assert.Equal(family.LogDensity(Points[i]), value.reshape(-1)[i].item<double>(), 1e-10 * (1 + Math.Abs(family.LogDensity(Points[i]))));
            Assert.Equal(family.Slope(Points[i]), slope.reshape(-1)[i].item<double>(), 1e-12 * (1 + Math.Abs(family.Slope(Points[i]))));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawsHaveTheDensity(string name)
    {
        var (family, _, cumulative) = Families[name];
        var random = new CounterRandom(8);
        StatAssert.DistributionEquals(Enumerable.Range(0, 20_000).Select(_ => family.Sample(random)), cumulative, name);
    }

    internal static double Derivative(Func<double, double> f, double x)
    {
        const double H = 1e-4;
        return ((8 * (f(x + H) - f(x - H))) - (f(x + (2 * H)) - f(x - (2 * H)))) / (12 * H);
    }

    /// <summary>A family of one's own: the logistic density, log p = -z - 2 log(1 + exp(-z)).</summary>
    internal sealed class Logistic : LocationScaleFamily
    {
        public override string Name => "logistic";

        public override double Variance => Math.PI * Math.PI / 3;

        public override double LogDensity(double z) => -Math.Abs(z) - (2 * Math.Log(1 + Math.Exp(-Math.Abs(z))));

        public override double Slope(double z) => -Math.Tanh(z / 2);

        public override double Sample(CounterRandom random)
        {
            var u = random.NextDouble();
            return Math.Log(u / (1 - u));
        }
    }
}
