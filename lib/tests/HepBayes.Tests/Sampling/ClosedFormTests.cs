using HepBayes.Tests.Support;

namespace HepBayes.Tests.Sampling;

/// <summary>Every sampler on distributions whose moments are known exactly.</summary>
public class ClosedFormTests
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Cases() => TestSamplers.Rows(ClosedFormTargets.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void ASamplerReproducesTheMoments(string target, string sampler, string device) =>
        ClosedFormTargets.Of(target).Check(TestSamplers.Of(sampler), TestDevices.Of(device), seed: 21);

    [Fact]
    public void TheIllConditionedNormalIsIllConditioned() =>
        Assert.Equal(1, ClosedFormTargets.Condition(ClosedFormTargets.IllConditionedCovariance()) / ClosedFormTargets.ConditionNumber, 1e-6);

    [Fact]
    public void GradientsAgreeWithFiniteDifferences()
    {
        PointDensity[] densities =
        [
            new NormalDensity([1, -2, 0.5], new[,] { { 1, 0.6, 0 }, { 0.6, 2, -0.3 }, { 0, -0.3, 0.25 } }),
            new BananaDensity(1, 0.5),
            new FunnelDensity(2, 1),
            new NonCentredDensity(new FunnelDensity(9, 3)),
            new StudentTDensity(3, 5),
            new ConjugateNormalDensity(ClosedFormTargets.Sample()),
            new EightSchoolsDensity(),
        ];
        foreach (var density in densities)
            GradientAssert.Agrees(density);
    }
}
