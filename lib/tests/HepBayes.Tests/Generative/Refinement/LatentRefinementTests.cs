using HepBayes.Generative;
using HepBayes.Generative.Adversarial;
using HepBayes.Generative.Refinement;
using HepBayes.Runtime;
using HepBayes.Sampling;
using HepBayes.Tests.Support;

namespace HepBayes.Tests.Generative.Refinement;

public class LatentRefinementTests
{
    private static readonly DrellYan DrellYan = new();

    public static TheoryData<string> Generators => ["spline flow", "affine flow", "gan", "one variable"];

    [Theory]
    [MemberData(nameof(Generators))]
    public void TheGradientIsThatOfFiniteDifferences(string kind)
    {
        // A smooth score of the events' own variables.
        static double Score(ReadOnlySpan<float> x, Span<double> gradient)
        {
            var sum = 0.0;
            for (var v = 0; v < x.Length; v++)
            {
                sum += Math.Sin(x[v] / (v + 1.0)) + (0.1 * x[v] * x[0]);
                gradient[v] += (Math.Cos(x[v] / (v + 1.0)) / (v + 1.0)) + (0.1 * x[0]);
                gradient[0] += 0.1 * x[v];
            }

            return sum;
        }

        var generator = Generator(kind);
        var random = new CounterRandom(3);
        var errors = new List<double>();
        for (var point = 0; point < 30; point++)
        {
            double[] z = [.. Enumerable.Range(0, generator.LatentDimensions).Select(_ => random.NextNormal())];
            var (gradient, unused) = (new double[z.Length], new double[z.Length]);
            generator.ScoreAt(z, Score, gradient);
            for (var i = 0; i < z.Length; i++)
            {
                // Wide steps: the networks run in float32.
                double Moved(double step) => generator.ScoreAt([.. z.Select((v, k) => k == i ? v + step : v)], Score, unused);
                errors.Add(Math.Abs(((Moved(4e-3) - Moved(-4e-3)) / 8e-3) - gradient[i]) / (1 + gradient.Max(g => Math.Abs(g))));
            }
        }

        // Kinks of units and knots of splines lie between the steps of a few.
        errors.Sort();
        Assert.True(errors[errors.Count * 8 / 10] < 3e-3, $"{errors[errors.Count * 8 / 10]}");
    }

    [Fact]
    public void AClassifiersScoreIsItsLogRatioWithItsGradient()
    {
        var (truth, generated) = (KnownDensity.Ring.Sample(3000, 1), KnownDensity.FourGaussians.Sample(6000, 2));
        var classifier = EventClassifier.Fit(truth, generated, new EventClassifierOptions { Hidden = [8], Epochs = 2 }, cancellation: TestContext.Current.CancellationToken);
        CheckScore(classifier.Score, classifier.LogRatio, truth.Slice(..50));
        var withFeature = EventClassifier.Fit(truth, generated, new EventClassifierOptions { Hidden = [4], Epochs = 1, Features = [v => v[0]] }, cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("without features", Assert.Throws<InvalidOperationException>(() => withFeature.Score([1, 2], new double[2])).Message);
    }

    [Fact]
    public void ACriticsScoreIsItsLogRatioWithItsGradient()
    {
        var events = DrellYan.Sample(500, 1);
        var gan = new Gan(new GanDesign { Dimensions = 3, CriticHidden = [16, 16] }, EventMap.Fit(events, DrellYan.Maps));
        CheckScore(gan.Score, gan.LogRatio, events.Slice(..50));
    }

    [Fact]
    public void AQuadraticScoreOfAnIdentityGivesItsNormalDistribution()
    {
        // x = z and s = -k (x - m)^2 / 2: the density is N(k m / (1 + k), 1 / (1 + k)).
        const double K = 3;
        double[] m = [1.2, -0.8];
        double Score(ReadOnlySpan<float> x, Span<double> gradient)
        {
            var sum = 0.0;
            for (var v = 0; v < x.Length; v++)
            {
                sum -= 0.5 * K * (x[v] - m[v]) * (x[v] - m[v]);
                gradient[v] = -K * (x[v] - m[v]);
            }

            return sum;
        }

        // One number a chain, so that the samples are independent.
        var identity = new Flow(new FlowDesign { Dimensions = 2, Blocks = 1, Hidden = [4] }, EventMap.Identity(2));
        var refined = LatentRefinement.Sample(identity, Score, new HmcOptions { Chains = 200, Warmup = 50, Draws = 4, Seed = 3 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(800, refined.Events.Count);
        for (var v = 0; v < 2; v++)
        {
            double[] last = [.. Enumerable.Range(0, 200).Select(chain => (double)refined.Events[(chain * 4) + 3][v])];
            StatAssert.MeanEquals(last, K * m[v] / (1 + K), $"mean of variable {v}");
            StatAssert.DistributionEquals(last, x => MathNet.Numerics.Distributions.Normal.CDF(K * m[v] / (1 + K), Math.Sqrt(1 / (1 + K)), x), $"variable {v}");
        }

        Assert.Equal(identity.Inverse(new EventSample(2, [.. refined.Run.Position(3, 2)]))[0].ToArray(), refined.Events[(3 * 4) + 2].ToArray());
        var judged = LatentRefinement.Sample(identity, Score, new HmcOptions { Chains = 4, Warmup = 100, Draws = 200, Seed = 4 }, cancellation: TestContext.Current.CancellationToken);
        Assert.True(judged.LargestRhat < 1.1 && judged.SmallestEss > 100, $"{judged.LargestRhat} {judged.SmallestEss}");
    }

    [Fact]
    public void BridgesBetweenModesAreRemoved()
    {
        // N(0, 0.5) refined by the exact ratio to the camel back.
        const double Width = 0.5;
        var flow = new Flow(new FlowDesign { Dimensions = 1, Blocks = 1, Hidden = [4] }, new EventMap(VariableMap.None.Standardised(0, Width)));
        static double Ratio(float x) => KnownDensity.CamelBack.LogDensity([x]) + (0.5 * x * x / (Width * Width));
        static double Score(ReadOnlySpan<float> x, Span<double> gradient)
        {
            const float Step = 1e-3f;
            gradient[0] = (Ratio(x[0] + Step) - Ratio(x[0] - Step)) / (2 * Step);
            return Ratio(x[0]);
        }

        var refined = LatentRefinement.Sample(flow, Score, new HmcOptions { Chains = 40, Warmup = 50, Draws = 20, Seed = 5 }, cancellation: TestContext.Current.CancellationToken);
        static double Bridge(EventSample events) => events.Select(v => Math.Abs(v[0]) < 0.2 ? 1 : 0).Average();
        Assert.InRange(Bridge(flow.Sample(10_000, 2)), 0.2, 0.4);
        Assert.InRange(Bridge(refined.Events), 0, 0.01);
    }

    private static void CheckScore(EventScore score, Func<EventSample, double[]> logRatio, EventSample events)
    {
        var ratios = logRatio(events);
        var errors = new List<double>();
        for (var row = 0; row < events.Count; row++)
        {
            var gradient = new double[events.Dimensions];
            Assert.Equal(ratios[row], score(events[row], gradient), 1e-4 * (1 + Math.Abs(ratios[row])));
            for (var v = 0; v < events.Dimensions; v++)
            {
                double Moved(float step)
                {
                    float[] x = [.. events[row]];
                    x[v] += step;
                    return score(x, new double[x.Length]);
                }

                errors.Add(Math.Abs(((Moved(0.01f) - Moved(-0.01f)) / 0.02) - gradient[v]) / (0.1 + Math.Abs(gradient[v])));
            }
        }

        errors.Sort();
        Assert.True(errors[errors.Count * 8 / 10] < 5e-3, $"{errors[errors.Count * 8 / 10]}");
    }

    private static ILatentGenerator Generator(string kind)
    {
        var events = DrellYan.Sample(2000, 1);
        var numbers = new float[20_000];
        new CounterRandom(17).FillNormal(numbers);
        Flow Randomised(Flow flow) => flow.WithParameters([.. numbers.AsSpan(0, flow.Parameters.Length).ToArray().Select(n => 0.15f * n)]);
        FlowDesign Design(int d, Coupling coupling) => new() { Dimensions = d, Blocks = 4, Hidden = [16], Coupling = coupling, Mixing = Mixing.Rotation };
        return kind switch
        {
            "spline flow" => Randomised(new Flow(Design(3, Coupling.Spline()), EventMap.Fit(events, DrellYan.Maps))),
            "affine flow" => Randomised(new Flow(Design(3, Coupling.Affine()), EventMap.Fit(events, DrellYan.Maps))),
            "gan" => new Gan(new GanDesign { Dimensions = 3, Latent = 5, GeneratorHidden = [16, 16] }, EventMap.Fit(events, DrellYan.Maps)),
            _ => Randomised(new Flow(Design(1, Coupling.Spline()), EventMap.Fit(KnownDensity.CamelBack.Sample(500, 1)))),
        };
    }
}
