using HepBayes.Networks;
using HepBayes.Runtime;
using HepBayes.Tests.Support;
using MathNet.Numerics.Distributions;
using static TorchSharp.torch;

namespace HepBayes.Tests.Networks;

public class PriorTests
{
    // Blocks as the layout of a network with learned slopes names them.
    private static readonly ParameterBlock[] Blocks =
    [
        new("layer1.weight", 0, 4, 3),
        new("layer1.bias", 12, 1, 3),
        new("layer1.slope", 15, 1, 3),
        new("layer2.weight", 18, 3, 2),
        new("layer2.bias", 24, 1, 2),
    ];

    private const int Count = 26;

    private static readonly Dictionary<string, Prior> Priors = new()
    {
        ["gaussian"] = Prior.Gaussian(1.3, 0.7, outputScale: 2.1),
        ["cauchy"] = Prior.Fixed(LocationScaleFamily.Cauchy),
        ["student-t"] = Prior.Fixed(LocationScaleFamily.StudentT(3), fanIn: false),
        ["hierarchical gaussian"] = Prior.Hierarchical(),
        ["hierarchical laplace"] = Prior.Hierarchical(LocationScaleFamily.Laplace, ScalePrior.HalfCauchy(1), ScalePrior.HalfNormal(2), locationSd: null),
        ["hierarchical student-t"] = Prior.Hierarchical(LocationScaleFamily.StudentT(3), fanIn: false),
        ["tensorbnn gaussian"] = Prior.TensorBnnGaussian(),
        ["tensorbnn cauchy"] = Prior.TensorBnnCauchy(),
        ["custom family"] = Prior.Hierarchical(new LocationScaleFamilyTests.Logistic()),
        ["horseshoe"] = Prior.Horseshoe(),
        ["relevance"] = Prior.Gaussian(1.3, 0.7).WithRelevance(0.8),
        ["relevance, hierarchical"] = Prior.Hierarchical().WithRelevance(),
        ["relevance, horseshoe"] = Prior.Horseshoe().WithRelevance(2),
        ["custom"] = new SumPrior(),
    };

    public static TheoryData<string> Names() => [.. Priors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAgreeWithFiniteDifferences(string name)
    {
        using var prior = Priors[name].Of(Blocks);
        var position = Position(prior, 1);
        var gradient = new double[position.Length];
        prior.Evaluate(position, gradient);
        for (var i = 0; i < position.Length; i++)
        {
            var index = i;
            var expected = LocationScaleFamilyTests.Derivative(x => Value(prior, position, index, x), position[i]);
            Assert.True(Math.Abs(expected - gradient[i]) < 1e-6 * (1 + Math.Abs(expected)), $"{name}, parameter {i}: {gradient[i]}, expected {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TensorsAgreeWithSpans(string name)
    {
        using var scope = NewDisposeScope();
        using var prior = Priors[name].Of(Blocks);
        double[][] positions = [Position(prior, 1), Position(prior, 2)];
        var vectors = tensor(positions.SelectMany(p => p).ToArray()).reshape(2, -1);
        var (gradient, weightGradient) = (ones_like(vectors), tensor(Position(prior, 3)[..Count].Concat(Position(prior, 4)[..Count]).ToArray()).reshape(2, Count));
        var value = prior.Evaluate(vectors, gradient);
        var weights = prior.Weights(vectors);
        prior.PullBack(vectors, weightGradient, gradient);
        for (var chain = 0; chain < 2; chain++)
        {
            var (expected, expectedWeights) = (new double[vectors.shape[1]], new double[Count]);
            Array.Fill(expected, 1);
            Assert.Equal(prior.Evaluate(positions[chain], expected), value[chain].item<double>(), 1e-9);
            prior.Weights(positions[chain], expectedWeights);
            prior.PullBack(positions[chain], weightGradient[chain].data<double>().ToArray(), expected);
            Assert.True(weights[chain].allclose(tensor(expectedWeights), 1e-12, 1e-12));
            Assert.True(gradient[chain].allclose(tensor(expected), 1e-10, 1e-10));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheChainRuleAgreesWithFiniteDifferences(string name)
    {
        using var prior = Priors[name].Of(Blocks);
        var position = Position(prior, 1);
        var (outer, gradient) = (Position(prior, 5)[..Count], new double[position.Length]);
        prior.PullBack(position, outer, gradient);
        for (var i = 0; i < position.Length; i++)
        {
            var index = i;
            var expected = LocationScaleFamilyTests.Derivative(
                x =>
                {
                    var (moved, weights) = ((double[])position.Clone(), new double[Count]);
                    moved[index] = x;
                    prior.Weights(moved, weights);
                    return weights.Zip(outer, (w, o) => w * o).Sum();
                },
                position[i]);
            Assert.Equal(expected, gradient[i], 1e-8);
        }
    }

    [Fact]
    public void TheGaussianHasItsClosedForm()
    {
        using var prior = Priors["gaussian"].Of(Blocks);
        var p = Position(prior, 1);
        double[] sd = [.. Enumerable.Repeat(1.3 / 2, 12), .. Enumerable.Repeat(0.7, 3), .. Enumerable.Repeat(0.3, 3), .. Enumerable.Repeat(2.1 / Math.Sqrt(3), 6), 0.7, 0.7];
        Assert.Equal(p.Zip(sd, (x, s) => Normal.PDFLn(0, s, x)).Sum(), Value(prior, p), 1e-10);
    }

    [Fact]
    public void TheHierarchicalGaussianHasItsClosedForm()
    {
        using var prior = Priors["hierarchical gaussian"].Of(Blocks);
        var p = Position(prior, 1);
        Assert.Equal("layer1.weight.location", prior.HyperParameterNames[0]);
        Assert.Equal("layer2.bias.log_scale", prior.HyperParameterNames[9]);
        Assert.Equal(10, prior.HyperParameters);
        Assert.Equal(HierarchicalGaussian(p, countOfLogScale: count => count, jacobian: true), Value(prior, p), 1e-9);

        // The planted errors: log s counted once for a block, as in TensorBNN, and the density of s for that of log s.
        Assert.True(Math.Abs(HierarchicalGaussian(p, countOfLogScale: _ => 1, jacobian: true) - Value(prior, p)) > 0.1);
        Assert.True(Math.Abs(HierarchicalGaussian(p, countOfLogScale: count => count, jacobian: false) - Value(prior, p)) > 0.1);
    }

    [Fact]
    public void TheCauchyLayerOfTensorBnnHasTheRightSign()
    {
        ParameterBlock[] one = [new("layer1.weight", 0, 1, 1)];
        using var prior = Prior.TensorBnnCauchy().Of(one);
        double[] p = [5, 0, Math.Log(0.5)];
        var hyper = Normal.PDFLn(0, 0.2, 0) + Normal.PDFLn(Math.Sqrt(0.5), 0.5, 0.5) - Math.Log(Normal.CDF(0, 0.5, Math.Sqrt(0.5))) + Math.Log(0.5);
        // The numbers of the reference: -5.07 is right, +4.16 has the sign of log(1 + z^2) wrong.
        Assert.Equal(-5.07, Value(prior, p) - hyper, 0.005);
        Assert.NotEqual(4.16, Value(prior, p) - hyper, 0.005);
    }

    [Fact]
    public void ManyWeightsMoveTheirScaleToTheirSize()
    {
        // N weights of rms 0.3 under s ~ N(1, 0.1): the density of s is largest at 0.90, 0.34, 0.30 for N = 10, 100, 1000;
        // with log s counted once it would be at 1.00, 1.07, 1.35 (tensorbnn reference, section 11).
        foreach (var (count, expected) in new[] { (10, 0.90), (100, 0.34), (1000, 0.30) })
        {
            using var prior = Prior.TensorBnnGaussian().Of([new("layer1.weight", 0, 1, count)]);
            var p = new double[count + 2];
            p.AsSpan(0, count).Fill(0.3);
            // The mode of s, not of log s: the Jacobian of the change of variable is taken off again.
            var best = Enumerable.Range(20, 130).Select(i => i / 100.0).MaxBy(s => Value(prior, p, count + 1, Math.Log(s)) - Math.Log(s));
            Assert.Equal(expected, best, 0.011);
        }
    }

    [Fact]
    public void TheHorseshoeHasItsWeights()
    {
        using var prior = Prior.Horseshoe(slabScale: 2).Of(Blocks);
        var p = Position(prior, 1);
        var weights = new double[Count];
        prior.Weights(p, weights);
        Assert.Equal(2 + 18, prior.HyperParameters);
        Assert.Equal("layer2.weight.log_local[2,1]", prior.HyperParameterNames[^1]);
        var (t, l) = (Math.Exp(p[Count + 1]), Math.Exp(p[Count + 2 + 12 + 4]));
        Assert.Equal(p[18 + 4] * Math.Sqrt(4 * t * t * l * l / (4 + (t * t * l * l))), weights[18 + 4], 1e-12);
        Assert.Equal(p[13], weights[13]);
        // Whatever the scales, a weight is at most the slab times its z; without them it vanishes.
        p[Count + 1] = 800;
        prior.Weights(p, weights);
        Assert.Equal(2 * p[18], weights[18], 1e-9);
        p[Count + 1] = -800;
        prior.Weights(p, weights);
        Assert.Equal(0, weights[18], 1e-12);
    }

    [Fact]
    public void TheHorseshoeHasItsDensity()
    {
        using var prior = Prior.Horseshoe(globalScale: 0.6).Of(Blocks);
        var p = Position(prior, 1);
        double HalfCauchy(double scale, double u) => Math.Log(2) + Cauchy.PDFLn(0, scale, Math.Exp(u)) + u;
        var expected = Enumerable.Range(0, Count).Sum(i => Normal.PDFLn(0, i is >= 15 and < 18 ? 0.3 : 1, p[i]))
            + HalfCauchy(0.6 / 2, p[Count]) + HalfCauchy(0.6 / Math.Sqrt(3), p[Count + 1])
            + p.Skip(Count + 2).Sum(u => HalfCauchy(1, u));
        Assert.Equal(expected, Value(prior, p), 1e-9);
    }

    [Fact]
    public void DrawsComeFromThePrior()
    {
        // The scale of a block, and one of its weights standardised by location and scale of the same draw.
        using var prior = Prior.Hierarchical(LocationScaleFamily.Laplace, locationSd: 0.5).Of(Blocks);
        var random = new CounterRandom(11);
        var (weights, scales) = (new List<double>(), new List<double>());
        for (var draw = 0; draw < 20_000; draw++)
        {
            var p = new double[Count + prior.HyperParameters];
            prior.Sample(random, p);
            scales.Add(p[Count + 1]);
            weights.Add((p[3] - p[Count]) / (Math.Exp(p[Count + 1]) / 2));
        }

        StatAssert.DistributionEquals(scales, u => Normal.CDF(Math.Log(1.5), 0.5, u), "log scale");
        StatAssert.DistributionEquals(weights, z => Laplace.CDF(0, 1, z), "weights");
    }

    // log density of the default hierarchical prior, written out with MathNet.
    private static double HierarchicalGaussian(double[] p, Func<int, int> countOfLogScale, bool jacobian)
    {
        var sum = 0.0;
        var hyper = Count;
        foreach (var block in Blocks)
        {
            var (slope, bias) = (block.Name.EndsWith("slope", StringComparison.Ordinal), block.Name.EndsWith("bias", StringComparison.Ordinal));
            var (location, u) = (p[hyper++], p[hyper++]);
            var s = Math.Exp(u) / (slope || bias ? 1 : Math.Sqrt(block.Rows));
            sum += Normal.PDFLn(0, slope ? 0.3 : 0.1, location);
            sum += Math.Log(LogNormal.PDF(Math.Log(slope ? 0.3 : bias ? 1 : 1.5), 0.5, Math.Exp(u))) + (jacobian ? u : 0);
            sum += Enumerable.Range(block.Offset, block.Count).Sum(i => Normal.PDFLn(location, s, p[i]) + Math.Log(s)) - (countOfLogScale(block.Count) * Math.Log(s));
        }

        return sum;
    }

    private static double[] Position(PriorDensity prior, ulong stream)
    {
        var random = new CounterRandom(31, stream);
        return [.. Enumerable.Range(0, prior.NetworkParameters + prior.HyperParameters).Select(_ => 0.4 * random.NextNormal())];
    }

    private static double Value(PriorDensity prior, double[] position) => prior.Evaluate(position, new double[position.Length]);

    private static double Value(PriorDensity prior, double[] position, int index, double x)
    {
        var moved = (double[])position.Clone();
        moved[index] = x;
        return Value(prior, moved);
    }

    /// <summary>A prior of one's own: standard normal numbers whose sum is held near 0, with no forms for tensors.</summary>
    private sealed class SumPrior : Prior
    {
        public override string Name => "sum";

        public override PriorDensity Of(IReadOnlyList<ParameterBlock> blocks) => new Density(blocks.Sum(b => b.Count));

        private sealed class Density(int count) : PriorDensity(count, [])
        {
            public override double Evaluate(ReadOnlySpan<double> position, Span<double> gradient)
            {
                var (sum, value) = (0.0, 0.0);
                foreach (var w in position)
                    (sum, value) = (sum + w, value + Normal.PDFLn(0, 1, w));
                for (var i = 0; i < position.Length; i++)
                    gradient[i] -= position[i] + sum;
                // The sum of n numbers given such a pull has a normaliser: that of N(0, 1) with precision I + 1 1^T.
                return value - (0.5 * sum * sum) + (0.5 * Math.Log(1 + position.Length));
            }

            public override void Sample(CounterRandom random, Span<double> position)
            {
                // (I + 1 1^T)^(-1/2) z takes off a part of the mean of z.
                var n = position.Length;
                var mean = 0.0;
                foreach (ref var w in position)
                    mean += (w = random.NextNormal()) / n;
                foreach (ref var w in position)
                    w -= mean * (1 - (1 / Math.Sqrt(1 + n)));
            }
        }
    }
}
