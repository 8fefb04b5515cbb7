using HepBayes.Physics;
using MathNet.Numerics.Integration;

namespace HepBayes.Tests.Physics;

public class LoopFunctionsTests
{
    private const double Scale = 1500;

    [Theory]
    [InlineData(300, 1000, 0)]
    [InlineData(999, 1000, 0)]
    [InlineData(2500, 1000, 0)]
    [InlineData(300, 1000, 700)]
    [InlineData(200, 50, 3000)]
    [InlineData(1500, 400, 500)]
    public void Two_propagators_agree_with_the_integral_over_the_Feynman_parameter(double p, double m1, double m2)
    {
        Assert.Equal(Integral(p, m1, m2, x => 1), LoopFunctions.B0(p, m1, m2, Scale), 2e-6);
        Assert.Equal(Integral(p, m1, m2, x => x), LoopFunctions.B1(p, m1, m2, Scale), 2e-6);
        Assert.Equal(LoopFunctions.B0(p, m1, m2, Scale), LoopFunctions.B0(p, m2, m1, Scale), 1e-9);
    }

    [Fact]
    public void At_threshold_the_function_is_continuous()
    {
        var at = LoopFunctions.B0(1000, 1000, Scale);
        Assert.Equal(2 - (2 * Math.Log(1000 / Scale)), at, 1e-12);
        Assert.Equal(at, LoopFunctions.B0(1000.0001, 1000, Scale), 1e-5);
    }

    [Fact]
    public void A_small_second_mass_gives_the_massless_formula() =>
        Assert.Equal(LoopFunctions.B0(800, 1200, Scale), LoopFunctions.B0(800, 1200, 0.01, Scale), 1e-7);

    [Fact]
    public void Tadpole_and_fermion_loop_follow_their_definitions()
    {
        Assert.Equal(Scale * Scale, LoopFunctions.A0(Scale, Scale), 1e-6);
        Assert.Equal(0, LoopFunctions.A0(0, Scale));
        var expected = (((500.0 * 500) - (900.0 * 900)) * LoopFunctions.B0(500, 900, Scale)) - LoopFunctions.A0(900, Scale);
        Assert.Equal(expected, LoopFunctions.G0(500, 900, Scale), 1e-6);
    }

    [Theory]
    [InlineData(1000, 1000, 1000)]
    [InlineData(500, 1500, 3000)]
    [InlineData(2000, 2000, 300)]
    public void Three_propagators_agree_with_the_integral_over_the_momentum(double m1, double m2, double m3)
    {
        // t = s / (1 - s) in units of 10^6 GeV^2, s from 0 to 1.
        double[] squares = [m1 * m1 / 1e6, m2 * m2 / 1e6, m3 * m3 / 1e6];
        double Integrand(double s)
        {
            var t = s / (1 - s);
            return t / ((t + squares[0]) * (t + squares[1]) * (t + squares[2]) * (1 - s) * (1 - s));
        }

        var expected = GaussLegendreRule.Integrate(Integrand, 0, 1, 256) / 1e6;
        Assert.InRange(LoopFunctions.Triangle(m1, m2, m3) / expected, 0.999, 1.001);
    }

    // Minus the integral of the weight times ln |(1 - x) m1^2 + x m2^2 - x (1 - x) p^2| / q^2, cut where the logarithm diverges.
    private static double Integral(double p, double m1, double m2, Func<double, double> weight)
    {
        var (a, b, c) = (p * p, (m2 * m2) - (m1 * m1) - (p * p), m1 * m1);
        var root = (b * b) - (4 * a * c);
        double[] inside = root < 0 ? [] : [(-b - Math.Sqrt(root)) / (2 * a), (-b + Math.Sqrt(root)) / (2 * a)];
        double[] ends = [0, .. inside.Where(x => x > 0 && x < 1).Order(), 1];
        double Integrand(double x) => -weight(x) * Math.Log(Math.Abs((a * x * x) + (b * x) + c) / (Scale * Scale));
        // The substitution x = low + width (3 s^2 - 2 s^3) takes the logarithms at the ends away.
        double Piece(double low, double high) => GaussLegendreRule.Integrate(
            s => Integrand(low + ((high - low) * s * s * (3 - (2 * s)))) * (high - low) * 6 * s * (1 - s), 0, 1, 512);
        return ends.Zip(ends.Skip(1), Piece).Sum();
    }
}
