using HepBayes.Generative;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;

namespace HepBayes.Tests.Generative;

public class KnownDensityTests
{
    private static readonly DrellYan DrellYan = new();

    public static TheoryData<string> Planes => new("ring", "half_ring", "eight", "three_rings", "four_gaussians", "wedge", "kicker");

    [Theory]
    [InlineData(45, 0.3, -0.2, 0.011443)]
    [InlineData(30, 1.2, -0.8, 0.013644)]
    [InlineData(45.594, 0, 0, 0.030186)]
    public void DrellYanHasTheGoldenDensities(double pt, double eta1, double eta2, double expected) =>
        Assert.Equal(expected, Math.Exp(DrellYan.LogDensity([(float)pt, (float)eta1, (float)eta2])), 2e-5 * 0.03);

    [Fact]
    public void DrellYanHasNoDensityOutsideTheMassRange()
    {
        Assert.Equal(double.NegativeInfinity, DrellYan.LogDensity([20, 0, 0]));
        Assert.Equal(double.NegativeInfinity, DrellYan.LogDensity([-45, 0, 0]));
        Assert.Equal(0, DrellYan.MassDensity(121));
    }

    [Fact]
    public void DrellYanEventsFollowTheirFactors()
    {
        var events = DrellYan.Sample(200_000, 5);
        StatAssert.DistributionEquals(events.Select(DrellYan.Mass), DrellYan.MassBelow, "mass");
        StatAssert.DistributionEquals(events.Select(DrellYan.Rapidity), y => Normal.CDF(0, DrellYan.RapidityWidth, y), "rapidity");
        StatAssert.DistributionEquals(events.Select(DrellYan.CosTheta), c => 0.5 + (0.375 * (c + (c * c * c / 3))), "cos theta");
    }

    [Fact]
    public void DrellYanEventsFollowTheirDensityInBoxes()
    {
        var events = DrellYan.Sample(400_000, 6);
        (double Low, double High)[][] boxes = [[(40, 45), (-0.5, 0.5), (-0.5, 0.5)], [(44, 46), (0, 1), (-1, 0)], [(20, 40), (0.5, 2), (-1, 0.5)], [(30, 46), (1, 2), (1, 2)]];
        foreach (var box in boxes)
        {
            var expected = Integral(DrellYan, box, 60);
            double[] inside = events.Select(v => v[0] >= box[0].Low && v[0] < box[0].High && v[1] >= box[1].Low && v[1] < box[1].High && v[2] >= box[2].Low && v[2] < box[2].High ? 1 : 0);
            // The midpoint rule at 60 points an axis is exact to 1e-3 of the value.
            StatAssert.MeanEquals(inside, expected, $"box {box[0]}", expectedError: 1e-3 * expected);
        }
    }

    [Theory]
    [MemberData(nameof(Planes))]
    public void EventsOfAPlaneFollowTheDensityInCells(string name)
    {
        var density = Named(name);
        var events = density.Sample(100_000, 7);
        var (xLow, xHigh) = (events.Column(0).Min(), events.Column(0).Max());
        var (yLow, yHigh) = (events.Column(1).Min(), events.Column(1).Max());
        const int Cells = 6;
        var (total, square) = (0.0, 0.0);
        for (var i = 0; i < Cells; i++)
        {
            for (var j = 0; j < Cells; j++)
            {
                var (x0, y0, w, h) = (xLow + (i * (xHigh - xLow) / Cells), yLow + (j * (yHigh - yLow) / Cells), (xHigh - xLow) / Cells, (yHigh - yLow) / Cells);
                var expected = Integral(density, [(x0, x0 + w), (y0, y0 + h)], 200);
                total += expected;
                var found = events.Select(v => v[0] >= x0 && v[0] < x0 + w && v[1] >= y0 && v[1] < y0 + h ? 1 : 0).Sum();
                square += expected * events.Count > 5 ? Math.Pow(found - (expected * events.Count), 2) / (expected * events.Count) : 0;
            }
        }

        Assert.Equal(1, total, 2e-3);
        Assert.True(square < ChiSquared.InvCDF(Cells * Cells, 1 - StatAssert.FalseAlarmRate), $"{name}: chi-square {square} for {Cells * Cells} cells");
    }

    [Fact]
    public void TheCamelBackHasItsDistributionAndDensity()
    {
        var camel = KnownDensity.CamelBack;
        double Below(double x) => 0.5 * (Normal.CDF(-0.5, 0.1, x) + Normal.CDF(0.5, 0.1, x));
        StatAssert.DistributionEquals(camel.Sample(100_000, 8).Column(0), Below, "camel back");
        Assert.Equal((Below(0.45 + 1e-4) - Below(0.45 - 1e-4)) / 2e-4, Math.Exp(camel.LogDensity([0.45f])), 1e-5);
    }

    [Fact]
    public void EventsDependOnTheSeedOnly()
    {
        var first = DrellYan.Sample(10_000, 3);
        Assert.Equal(first.Values.ToArray(), DrellYan.Sample(10_000, 3).Values.ToArray());
        Assert.Equal(first.Slice(..5000).Values.ToArray(), DrellYan.Sample(5000, 3).Values.ToArray());
        Assert.NotEqual(first.Values.ToArray(), DrellYan.Sample(10_000, 4).Values.ToArray());
    }

    private static KnownDensity Named(string name) => new[]
    {
        KnownDensity.Ring, KnownDensity.HalfRing, KnownDensity.Eight, KnownDensity.ThreeRings, KnownDensity.FourGaussians, KnownDensity.Wedge, KnownDensity.Kicker,
    }.Single(d => d.Name == name);

    // The midpoint rule.
    private static double Integral(KnownDensity density, (double Low, double High)[] box, int points)
    {
        var (sum, volume) = (0.0, box.Aggregate(1.0, (product, side) => product * (side.High - side.Low) / points));
        Span<float> place = stackalloc float[box.Length];
        for (var cell = 0; cell < (int)Math.Pow(points, box.Length); cell++)
        {
            for (var (v, rest) = (0, cell); v < box.Length; v++, rest /= points)
                place[v] = (float)(box[v].Low + (((rest % points) + 0.5) * (box[v].High - box[v].Low) / points));
            sum += Math.Exp(density.LogDensity(place));
        }

        return sum * volume;
    }
}
