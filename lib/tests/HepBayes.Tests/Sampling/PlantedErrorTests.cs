using HepBayes.Tests.Support;
using TorchSharp;
using Xunit.Sdk;

namespace HepBayes.Tests.Sampling;

/// <summary>The correctness suite must find errors: the same checks pass on a right density or sampler and fail on a wrong one.</summary>
public class PlantedErrorTests
{
    private static readonly AlteredDensity.Alteration Nothing = (_, logDensity, _) => logDensity;

    // The prior of a scale used for its logarithm without d(s^2)/du = 2 s^2.
    private static readonly AlteredDensity.Alteration NoJacobian = (x, logDensity, gradient) =>
    {
        gradient[1] -= 2;
        return logDensity - (2 * x[1]);
    };

    // log s once instead of once for each datum.
    private static readonly AlteredDensity.Alteration OneLogScale = (x, logDensity, gradient) =>
    {
        var missing = ClosedFormTargets.Sample().Length - 1;
        gradient[1] += missing;
        return logDensity + (missing * x[1]);
    };

    private static readonly AlteredDensity.Alteration WrongSign = (_, logDensity, gradient) =>
    {
        gradient[1] = -gradient[1];
        return logDensity;
    };

    [Fact]
    public void AMissingJacobianIsFound() => FoundIn(ConjugateNormal, NoJacobian);

    [Fact]
    public void AMissingFactorIsFound() => FoundIn(ConjugateNormal, OneLogScale);

    // Half the change of the conjugate model: tau has d(tau)/d(log tau) = tau. The reference values are Stan's.
    [Fact]
    public void AMissingJacobianIsFoundByTheComparisonWithStan() => FoundIn(EightSchools, (x, logDensity, gradient) =>
    {
        gradient[1] -= 1;
        return logDensity - x[1];
    });

    // The Metropolis test makes up for any gradient, so no average over draws shows a wrong one: differences must.
    [Fact]
    public void AWrongSignOfTheGradientIsFoundByFiniteDifferences()
    {
        GradientAssert.Agrees(new AlteredDensity(new EightSchoolsDensity(), Nothing));
        Assert.ThrowsAny<XunitException>(() => GradientAssert.Agrees(new AlteredDensity(new EightSchoolsDensity(), WrongSign)));
    }

    [Theory]
    [InlineData(nameof(PlantedHmc.Defect.None))]
    [InlineData(nameof(PlantedHmc.Defect.MomentumHalfAStepAhead))]
    [InlineData(nameof(PlantedHmc.Defect.NoKineticEnergy))]
    [InlineData(nameof(PlantedHmc.Defect.MomentumOfInverseMass))]
    public void AnErrorOfTheIntegratorOrOfTheMetropolisTestIsFound(string name)
    {
        var defect = Enum.Parse<PlantedHmc.Defect>(name);
        const int Chains = 64, Draws = 500;
        double[,] covariance = { { 1, 0.6 }, { 0.6, 2 } };
        var target = new TestTarget(device => new NormalDensity([1, -2], covariance, device),
        [
            .. Expectation.Moments("x1", (x, _) => x[0], 1, 1),
            .. Expectation.Moments("x2", (x, _) => x[1], -2, 2),
            new("covariance", (x, _) => (x[0] - 1) * (x[1] + 2), 0.6),
        ]);
        using var density = target.Density(torch.CPU);
        var draws = new PlantedHmc((PointDensity)density, step: 1, leapfrogs: 3, mass: 1.5, defect).Sample(Chains, Draws, seed: 61);
        void Check() => target.Check(Chains, Draws, (chain, draw) => (draws[chain][draw], 0));
        if (defect == PlantedHmc.Defect.None)
            Check();
        else
            Assert.ThrowsAny<XunitException>(Check);
    }

    private static TestTarget ConjugateNormal(AlteredDensity.Alteration alteration) =>
        ClosedFormTargets.Of("conjugate normal") with { Density = device => new AlteredDensity(new ConjugateNormalDensity(ClosedFormTargets.Sample(), device), alteration) };

    private static TestTarget EightSchools(AlteredDensity.Alteration alteration) =>
        GoldenTargets.EightSchools(device => new AlteredDensity(new EightSchoolsDensity(device), alteration));

    private static void FoundIn(Func<AlteredDensity.Alteration, TestTarget> target, AlteredDensity.Alteration error)
    {
        void Check(AlteredDensity.Alteration alteration) => target(alteration).Check(TestSamplers.Default, torch.CPU, seed: 62);
        Check(Nothing);
        Assert.ThrowsAny<XunitException>(() => Check(error));
    }
}
