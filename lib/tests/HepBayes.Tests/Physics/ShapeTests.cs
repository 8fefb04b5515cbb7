using HepBayes.Physics;
using MathNet.Numerics.Integration;

namespace HepBayes.Tests.Physics;

public class ShapeTests
{
    private static readonly GaussLegendreRule Rule = new(-1, 1, 10);

    public static TheoryData<string> Names => ShapeCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Densities_integrate_to_one(string name)
    {
        var shape = ShapeCases.All[name];
        var model = FitModel.Sum(new FitComponent("all", new FitParameter("n", 1), shape));
        var (places, weights) = Quadrature(ShapeCases.Range.Low, ShapeCases.Range.High);
        var integral = model.Density(ShapeCases.Range, places).Zip(weights, (f, w) => f * w).Sum();
        Assert.Equal(1, integral, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Integrals_over_a_part_agree_with_quadrature(string name)
    {
        var shape = ShapeCases.All[name];
        var values = ShapeCases.Values(shape);
        var slopes = new double[values.Length];
        // Parts in a tail, across the peak and through a place where a tail begins.
        foreach (var (low, high) in new[] { (2.0, 2.4), (2.9, 3.4), (3.0, 4.9), (4.9, 4.95) })
        {
            var (places, weights) = Quadrature(low, high);
            var (u, du) = Filled(shape, places, values);
            AssertClose(u.Zip(weights, (f, w) => f * w).Sum(), shape.Integral(ShapeCases.Range, low, high, values, slopes), name);
            for (var k = 0; k < values.Length; k++)
                AssertClose(du.Skip(k * places.Length).Zip(weights, (f, w) => f * w).Sum(), slopes[k], $"{name}, by {shape.Parameters[k].Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_agree_with_finite_differences(string name)
    {
        var shape = ShapeCases.All[name];
        var values = ShapeCases.Values(shape);
        double[] places = [.. Enumerable.Range(0, 64).Select(i => 2 + (i * 3.0 / 63))];
        var (_, slopes) = Filled(shape, places, values);
        for (var k = 0; k < values.Length; k++)
        {
            const double Step = 1e-6;
            var (up, down) = ((double[])values.Clone(), (double[])values.Clone());
            up[k] += Step;
            down[k] -= Step;
            var (above, below) = (Filled(shape, places, up).Values, Filled(shape, places, down).Values);
            for (var i = 0; i < places.Length; i++)
                Assert.Equal((above[i] - below[i]) / (2 * Step), slopes[(k * places.Length) + i], 2e-8 * (1 + Math.Abs(slopes[(k * places.Length) + i])));
        }
    }

    [Fact]
    public void The_Faddeeva_function_agrees_with_the_table()
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Physics/Golden/faddeeva.csv")).Skip(1))
        {
            var cells = line.Split(',').Select(c => double.Parse(c, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            var (real, imaginary) = Faddeeva.Of(System.Runtime.Intrinsics.Vector256.Create(cells[0]), System.Runtime.Intrinsics.Vector256.Create(cells[1]));
            Assert.Equal(cells[2], real[0], 1e-13);
            Assert.Equal(cells[3], imaginary[0], 1e-13);
        }
    }

    [Fact]
    public void A_voigtian_tends_to_its_two_parts()
    {
        double[] places = [.. Enumerable.Range(0, 40).Select(i => 2.2 + (0.06 * i))];
        double[] Of(Shape shape) => FitModel.Sum(new FitComponent("all", new FitParameter("n", 1), shape)).Density(ShapeCases.Range, places);
        var (mean, small, large) = (new FitParameter("m", 3), new FitParameter("s", 1e-6), new FitParameter("l", 0.3));
        var (narrow, fine) = (Of(Shape.Voigtian(mean, small, large)), Of(Shape.Voigtian(mean, large, small)));
        var (gaussian, breitWigner) = (Of(Shape.Gaussian(mean, large)), Of(Shape.BreitWigner(mean, large)));
        for (var i = 0; i < places.Length; i++)
        {
            Assert.Equal(gaussian[i], narrow[i], 1e-5);
            Assert.Equal(breitWigner[i], fine[i], 1e-9);
        }
    }

    [Fact]
    public void A_breit_wigner_with_crystal_ball_is_their_convolution()
    {
        // Independent of the quadrature: the true mass is averaged over the Breit-Wigner by equal steps of its cumulative distribution.
        const double Mass = 3.3, Width = 0.1, Sigma = 0.1, Alpha = 1.1, Power = 2.5;
        const int Steps = 400_000;
        double[] places = [2.1, 2.6, 3.0, 3.2, 3.3, 3.5, 4.2, 4.9];
        var shape = Shape.BreitWignerCrystalBall(new FitParameter("m", Mass), new FitParameter("w", Width), new FitParameter("s", Sigma), new FitParameter("a", Alpha), new FitParameter("n", Power));
        var (values, _) = Filled(shape, places, ShapeCases.Values(shape));
        for (var i = 0; i < places.Length; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < Steps; k++)
            {
                var t = (places[i] - Mass - (0.5 * Width * Math.Tan(Math.PI * (((k + 0.5) / Steps) - 0.5)))) / Sigma;
                sum += t > -Alpha ? Math.Exp(-0.5 * t * t) : Math.Exp(-0.5 * Alpha * Alpha) * Math.Pow(1 - (Alpha / Power * (Alpha + t)), -Power);
            }

            Assert.Equal(sum / Steps, values[i], 1e-7 * values[i]);
        }
    }

    [Fact]
    public void Without_a_tail_in_reach_it_is_a_voigtian()
    {
        double[] places = [.. Enumerable.Range(0, 40).Select(i => 2.2 + (0.06 * i))];
        var (mass, width, sigma) = (new FitParameter("m", 3.2), new FitParameter("w", 0.2), new FitParameter("s", 0.15));
        var shape = Shape.BreitWignerCrystalBall(mass, width, sigma, new FitParameter("a", 6), new FitParameter("n", 3));
        var expected = Filled(Shape.Voigtian(mass, width, sigma), places, [3.2, 0.2, 0.15]).Values;
        var found = Filled(shape, places, ShapeCases.Values(shape)).Values;
        for (var i = 0; i < places.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-7);
    }

    [Fact]
    public void A_rising_width_is_the_constant_width_shape_of_lower_mass()
    {
        const double M = 91.188;
        const double G = 2.4955;
        var root = Math.Sqrt(1 + (G * G / (M * M)));
        Assert.Equal(0.0341, M - (M / root), 1e-4);
        FitRange range = (60, 120);
        double[] places = [.. Enumerable.Range(0, 60).Select(i => 60.5 + i)];
        var constant = FitModel.Sum(new FitComponent("Z", new FitParameter("n", 1), Shape.RelativisticBreitWigner(new FitParameter("m", M / root), new FitParameter("g", G / root)))).Density(range, places);
        double[] rising = [.. places.Select(x => 1 / (Math.Pow((x * x) - (M * M), 2) + Math.Pow(x * x * G / M, 2)))];
        for (var i = 0; i < places.Length; i++)
            Assert.Equal(rising[i] / rising[30], constant[i] / constant[30], 1e-12 + (1e-11 * rising[i] / rising[30]));
    }

    [Fact]
    public void Widths_must_start_above_zero()
    {
        var error = Assert.Throws<ArgumentException>(() => Shape.Gaussian(new FitParameter("mean", 0), new FitParameter("sigma", 0)));
        Assert.Contains("'sigma' starts at 0", error.Message, StringComparison.Ordinal);
    }

    private static (double[] Places, double[] Weights) Quadrature(double low, double high)
    {
        const int Panels = 4000;
        var places = new double[Panels * 10];
        var weights = new double[Panels * 10];
        var half = (high - low) / (2 * Panels);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = low + (half * ((2 * (i / 10)) + 1 + Rule.GetAbscissa(i % 10)));
            weights[i] = half * Rule.GetWeight(i % 10);
        }

        return (places, weights);
    }

    private static (double[] Values, double[] Slopes) Filled(Shape shape, double[] places, double[] parameters)
    {
        var (values, slopes) = (new double[places.Length], new double[places.Length * parameters.Length]);
        shape.Fill(ShapeCases.Range, places, parameters, values, slopes);
        return (values, slopes);
    }

    // The quadrature itself is only this exact where a derivative has a kink, as at the tails of the Crystal Ball.
    private static void AssertClose(double expected, double found, string what) =>
        Assert.True(Math.Abs(expected - found) <= 1e-8 * Math.Max(1, Math.Abs(expected)) + 1e-14, $"{what}: expected {expected}, found {found}.");
}
