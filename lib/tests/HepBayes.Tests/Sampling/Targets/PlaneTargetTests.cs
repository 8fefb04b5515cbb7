using HepBayes.Networks;
using HepBayes.Sampling;
using HepBayes.Sampling.Targets;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Sampling.Targets;

public class PlaneTargetTests
{
    private const int Draws = 40_000;

    public static TheoryData<string> Names => [.. Targets.Keys];

    private static Dictionary<string, PlaneTarget> Targets => new()
    {
        ["banana"] = new Banana(),
        ["bent to the other side"] = new Banana(1.3, -0.8),
        ["funnel"] = new Funnel(),
        ["narrow funnel"] = new Funnel(1.2),
        ["two modes"] = new TwoModes(),
        ["close modes"] = new TwoModes(2, 0.8),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAgreeWithDifferences(string name)
    {
        using var density = Targets[name].Density();
        var target = Targets[name];
        double[] gradient = new double[2], unused = new double[2];
        foreach (var position in (double[][])[[0.3, -0.4], [-1.2, 0.7], [2.1, 1.9]])
        {
            target.Evaluate(position, gradient);
            for (var i = 0; i < 2; i++)
            {
                double At(double shift)
                {
                    double[] moved = [.. position];
                    moved[i] += shift;
                    return target.Evaluate(moved, unused);
                }

                Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[i], 1e-6 * (1 + Math.Abs(gradient[i])));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DensitiesAreNormalised(string name)
    {
        var target = Targets[name];
        // E over draws of q / p is the integral of q, a normal density as wide as the middle of the target.
        var (x, y) = target.Draws(Draws, 7);
        var gradient = new double[2];
        const double Width = 0.5;
        var centre = name == "two modes" ? 4 : 0;
        var ratios = x.Zip(y, (u, v) => Math.Exp((-0.5 * (((u - centre) * (u - centre)) + (v * v)) / (Width * Width)) - Math.Log(2 * Math.PI * Width * Width) - target.Evaluate([u, v], gradient))).ToArray();
        StatAssert.MeanEquals(ratios, 1, $"{name}: integral");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawsAreThoseOfTheDensity(string name)
    {
        var target = Targets[name];
        var (x, y) = target.Draws(Draws, 3);
        var gradient = new double[2];
        // For any density the expected gradient is 0, and E[x dlog p/dx] is -1 in each direction.
        var slopes = x.Zip(y, (u, v) =>
        {
            target.Evaluate([u, v], gradient);
            return (X: gradient[0], Y: gradient[1], Virial: (u * gradient[0]) + (v * gradient[1]));
        }).ToArray();
        StatAssert.MeanEquals([.. slopes.Select(s => s.Y)], 0, $"{name}: slope in y");
        StatAssert.MeanEquals([.. slopes.Select(s => s.Virial)], -2, $"{name}: virial");
        StatAssert.MeanEquals([.. x.Zip(y, (u, v) => target.Corner.Contains(u, v) ? 1.0 : 0)], target.Corner.Probability, $"{name}: {target.Corner.Name}");
    }

    [Theory]
    [InlineData("banana")]
    [InlineData("bent to the other side")]
    [InlineData("funnel")]
    [InlineData("narrow funnel")]
    public void OutlinesHoldTheirShare(string name)
    {
        var target = Targets[name];
        var (x, y) = target.Draws(4000, 5);
        var outline = target.Outlines(2).Single();
        var inside = x.Zip(y, (u, v) => Inside(outline, u, v) ? 1.0 : 0).ToArray();
        // A polygon of 120 corners has 0.05 % less area than the round line.
        StatAssert.MeanEquals(inside, 1 - Math.Exp(-2), $"{name}: inside the second line", expectedError: 0.002);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CurvatureIsNegativeDefinite(string name)
    {
        var matrix = new double[4];
        foreach (var position in (double[][])[[0.3, -0.4], [-1.2, 0.7], [5, 3]])
        {
            Targets[name].Curvature(position, matrix);
            Assert.Equal(matrix[1], matrix[2]);
            Assert.True(matrix[0] < 0 && (matrix[0] * matrix[3]) - (matrix[1] * matrix[2]) > 0);
        }
    }

    [Fact]
    public void SamplersFindTheCorner()
    {
        var target = new Banana(1.5, 0.4);
        using var density = target.Density();
        var run = Hmc.Sample(density, options: new HmcOptions { Chains = 64, Warmup = 300, Draws = 300, TargetAcceptance = 0.9 }, cancellation: TestContext.Current.CancellationToken);
        StatAssert.MeanEquals([.. target.InCorner(run).Select(chain => chain.Average())], target.Corner.Probability, target.Corner.Name);
    }

    [Fact]
    public void TheShareOfTheCornerHasAnInterval()
    {
        var target = new Banana(1.5, 0.4);
        using var density = target.Density();
        var run = Hmc.Sample(density, options: new HmcOptions { Chains = 4, Warmup = 50, Draws = 100 }, cancellation: TestContext.Current.CancellationToken);
        var inside = target.InCorner(run);
        Assert.Contains(inside, chain => chain.Sum() is > 0 and < 100);
        var (wide, narrow) = (target.CornerShare(run), target.CornerShare(run, 0.68));
        Assert.Equal(inside.Average(chain => chain.Average()), wide.Value, 1e-12);
        Assert.Equal(wide.Value + (1.959964 * Diagnostics.McseMean(inside)), wide.High, 1e-6);
        Assert.InRange(wide.Low, 0, narrow.Low);
        Assert.True(narrow.High < wide.High);
        Assert.Equal(run.Leapfrogs().Sum(chain => chain.Sum()), run.Gradients);
        Assert.Throws<ArgumentOutOfRangeException>(() => target.CornerShare(run, 1));
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Banana(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Banana(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Funnel(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoModes(8, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoModes(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Funnel().Outlines(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Funnel().Draws(0, 1));
        using var wide = LogDensity.Of(3, (x, g) => { for (var i = 0; i < 3; i++) g[i] = -x[i]; return 0; });
        var run = Hmc.Sample(wide, options: new HmcOptions { Warmup = 10, Draws = 4, Map = null }, cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("expected 2", Assert.Throws<ArgumentException>(() => new Funnel().InCorner(run)).Message, StringComparison.Ordinal);
    }

    // Number of edges that a ray to the right crosses.
    private static bool Inside((double[] X, double[] Y) line, double x, double y)
    {
        var inside = false;
        for (var i = 1; i < line.X.Length; i++)
        {
            var (x1, y1, x2, y2) = (line.X[i - 1], line.Y[i - 1], line.X[i], line.Y[i]);
            if (y1 > y != y2 > y && x < x1 + ((y - y1) / (y2 - y1) * (x2 - x1)))
                inside = !inside;
        }

        return inside;
    }
}
