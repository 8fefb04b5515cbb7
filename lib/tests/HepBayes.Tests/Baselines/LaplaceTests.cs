using HepBayes.Baselines;
using HepBayes.Networks;
using HepBayes.Prediction;
using HepBayes.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace HepBayes.Tests.Baselines;

public class LaplaceTests
{
    public static TheoryData<LaplaceStructure> Structures => [LaplaceStructure.Diagonal, LaplaceStructure.Kronecker, LaplaceStructure.Full];

    [Fact]
    public void OfALinearModelTheFullStructureIsTheExactPosterior()
    {
        var model = new LinearModel(60, inputs: 3, outputs: 2, seed: 1);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        var laplace = Laplace.Fit(posterior, model.Maximum, new LaplaceOptions { Structure = LaplaceStructure.Full });
        Assert.Equal(model.LogEvidence, laplace.LogEvidence, 1e-3);
        RequireCovariance(laplace.Sample(20_000, seed: 1), model.Maximum, Exact(model));
    }

    [Fact]
    public void OfALinearModelWithConstantNoiseKroneckerFactorsAreExact()
    {
        var model = new LinearModel(60, inputs: 3, outputs: 2, seed: 2);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        var laplace = Laplace.Fit(posterior, model.Maximum);
        Assert.Equal(model.LogEvidence, laplace.LogEvidence, 1e-3);
        RequireCovariance(laplace.Sample(20_000, seed: 1), model.Maximum, Exact(model));
    }

    [Fact]
    public void ThePredictiveOfALinearModelIsExact()
    {
        var model = new LinearModel(60, inputs: 3, outputs: 1, seed: 3);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        float[] x = [2, -1, 0.5f, -4, 0, 3];
        var predictive = Laplace.Fit(posterior, model.Maximum).PredictLinearised(x, draws: 20_000, seed: 1);
        for (var row = 0; row < 2; row++)
        {
            var v = DenseVector.Create(4, i => i < 3 ? x[(row * 3) + i] : 1);
            var (mean, deviation) = (v * model.Mean.Column(0), Math.Sqrt(v * model.Covariance * v));
            var draws = Enumerable.Range(0, 20_000).Select(d => predictive.Network(d)[row]).ToArray();
            StatAssert.DistributionEquals(draws, f => MathNet.Numerics.Distributions.Normal.CDF(mean, deviation, f), "f(x)");
        }
    }

    [Fact]
    public void TheDiagonalStructureIsTheDiagonalOfTheMatrix()
    {
        var model = new LinearModel(60, inputs: 3, outputs: 2, seed: 4);
        using var posterior = model.Network.Posterior(model.X, model.Y);
        var laplace = Laplace.Fit(posterior, model.Maximum, new LaplaceOptions { Structure = LaplaceStructure.Diagonal });
        var expected = DenseMatrix.CreateDiagonal(8, 8, i => 1 / model.Precision[i / 2, i / 2]);
        RequireCovariance(laplace.Sample(20_000, seed: 1), model.Maximum, expected);
    }

    [Theory]
    [InlineData("tanh", "gaussian")]
    [InlineData("tanh", "bernoulli")]
    [InlineData("tanh", "categorical")]
    [InlineData("silu", "poisson")]
    [InlineData("square prelu", "gaussian")]
    public void TheMatrixIsTheCurvatureOfTheNetworksTangent(string activation, string likelihood)
    {
        // Where the network is replaced by its tangent at w0, the Gauss-Newton matrix is the exact Hessian of the negative
        // log-likelihood. The Jacobian is found by finite differences of a forward pass written out here.
        var small = new SmallNetwork(activation, likelihood, weighted: likelihood == "bernoulli");
        using var posterior = small.Posterior();
        var full = new FullCurvature(small.Count);
        new CurvatureSweep(posterior, small.Weights).Run(full, firstLayer: 0);
        var (expected, found) = (small.GaussNewton(), Dense(full, small.Count));
        var scale = expected.Enumerate().Max(Math.Abs);
        Assert.True((expected - found).Enumerate().Max(Math.Abs) < 1e-5 * scale, $"{(expected - found).Enumerate().Max(Math.Abs) / scale}");

        // A planted error: the curvature with half of a row left out is seen.
        Assert.True((expected - small.GaussNewton(planted: 0.5)).Enumerate().Max(Math.Abs) > 1e-5 * scale);
        full.Dispose();
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("categorical")]
    public void DiagonalAndKroneckerAgreeWithTheFullMatrixWhereTheyMust(string likelihood)
    {
        // With one row the blocks of the layers are products; with several, only the diagonal must agree.
        foreach (var oneRow in new[] { true, false })
        {
            var small = new SmallNetwork("tanh", likelihood, weighted: false, oneRow: oneRow);
            using var posterior = small.Posterior();
            var scales = Enumerable.Repeat(1.0, small.Count).ToArray();
            using var full = new FullCurvature(small.Count);
            using var diagonal = new DiagonalCurvature(small.Count);
            using var kronecker = new KroneckerCurvature();
            foreach (var sum in new CurvatureSum[] { full, diagonal, kronecker })
                new CurvatureSweep(posterior, small.Weights).Run(sum, firstLayer: 0);
            var matrix = Dense(full, small.Count);
            Near(matrix.Diagonal().ToArray(), diagonal.Whiten(scales).Eigenvalues, 1e-9);
            if (!oneRow)
                continue;
            var product = Dense(kronecker, small.Count);
            foreach (var (first, count) in small.LayerRanges)
                Near(matrix.SubMatrix(first, count, first, count).ToColumnMajorArray(), product.SubMatrix(first, count, first, count).ToColumnMajorArray(), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void TheTunedPriorIsTheMaximumOfTheEvidence(LaplaceStructure structure)
    {
        var small = new SmallNetwork("tanh", "gaussian", weighted: false, rows: 40);
        using var posterior = small.Posterior();
        var laplace = Laplace.Fit(posterior, small.Weights, new LaplaceOptions { Structure = structure });
        var tuned = laplace.WithTunedPrior();
        Assert.True(tuned.LogEvidence > laplace.LogEvidence);

        // MacKay's condition, and the same from a model that has the tuned prior from the start.
        var scaled = small.WithPriorScale(SmallNetwork.PriorScale / Math.Sqrt(tuned.PriorFactor));
        using var other = scaled.Posterior();
        var direct = Laplace.Fit(other, small.Weights, new LaplaceOptions { Structure = structure });
        Assert.Equal(tuned.LogEvidence, direct.LogEvidence, 1e-4 * Math.Abs(direct.LogEvidence));
        Assert.Equal(tuned.EffectiveParameters, direct.EffectiveParameters, 1e-4);
        foreach (var factor in new[] { 0.8, 1.25 })
        {
            using var near = small.WithPriorScale(SmallNetwork.PriorScale / Math.Sqrt(factor * tuned.PriorFactor)).Posterior();
            Assert.True(Laplace.Fit(near, small.Weights, new LaplaceOptions { Structure = structure }).LogEvidence < tuned.LogEvidence);
        }
    }

    [Fact]
    public void WithTheLastLayerAloneTheTangentIsTheNetwork()
    {
        var small = new SmallNetwork("tanh", "categorical", weighted: false);
        using var posterior = small.Posterior();
        var laplace = Laplace.Fit(posterior, small.Weights, new LaplaceOptions { LastLayer = true, Structure = LaplaceStructure.Full });
        Assert.Equal(small.LayerRanges[^1].Count, laplace.Parameters);
        var (sampled, tangent) = (laplace.Sample(50, seed: 3).Predict(small.X), laplace.PredictLinearised(small.X, draws: 50, seed: 3));
        for (var output = 0; output < 3; output++)
            Near(sampled.Mean(output), tangent.Mean(output), 1e-5);
        var position = laplace.Sample(1, seed: 3).Position(0, 0);
        Assert.Equal(small.Weights[..small.LayerRanges[^1].First], position[..small.LayerRanges[^1].First].ToArray());
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("prelu")]
    public void TheTangentIsTheLimitOfSmallDeviations(string activation)
    {
        // With a very narrow prior the draws stay near w0, where network and tangent agree to second order.
        var small = new SmallNetwork(activation, "gaussian", weighted: false).WithPriorScale(1e-4);
        using var posterior = small.Posterior();
        var laplace = Laplace.Fit(posterior, small.Weights, new LaplaceOptions { Structure = LaplaceStructure.Full });
        var (sampled, tangent) = (laplace.Sample(40, seed: 3).Predict(small.X), laplace.PredictLinearised(small.X, draws: 40, seed: 3));
        Near(sampled.StandardDeviation(), tangent.StandardDeviation(), 0.02 * sampled.StandardDeviation().Max());
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void TheSameSeedGivesTheSameNetworks(LaplaceStructure structure)
    {
        var small = new SmallNetwork("tanh", "bernoulli", weighted: true);
        using var posterior = small.Posterior();
        var laplace = Laplace.Fit(posterior, small.Weights, new LaplaceOptions { Structure = structure });
        var (a, b, c) = (laplace.Sample(3, seed: 1), laplace.Sample(3, seed: 1), laplace.Sample(3, seed: 2));
        Assert.Equal(a.Position(0, 2).ToArray(), b.Position(0, 2).ToArray());
        Assert.NotEqual(a.Position(0, 2).ToArray(), c.Position(0, 2).ToArray());
    }

    [Fact]
    public void HierarchicalPriorsCountAtTheirHyperParametersWhichStay()
    {
        var architecture = Mlp.Of(1, [3], 1, Activation.Tanh);
        var network = new BayesianNetwork(architecture, Prior.Hierarchical(), Likelihood.GaussianWithSampledNoise(0.5));
        using var posterior = network.Posterior([0, 1, 2, 3], [1, 2, 0, 1]);
        using var start = network.PriorDraws(1, seed: 1);
        var maximum = start.data<float>().ToArray();
        var laplace = Laplace.Fit(posterior, maximum, new LaplaceOptions { Structure = LaplaceStructure.Full });
        var drawn = laplace.Sample(2, seed: 1).Position(0, 1);
        Assert.Equal(maximum[architecture.Layout.Count..], drawn[architecture.Layout.Count..].ToArray());
        Assert.NotEqual(maximum[0], drawn[0]);
    }

    [Fact]
    public void WhatCannotBeApproximatedIsRefused()
    {
        float[] x = [0, 1, 2, 3], y = [1, 2, 0, 1];
        string Refused(Prior prior, Activation activation, LaplaceOptions options, int length = 0)
        {
            var network = new BayesianNetwork(Mlp.Of(1, [3], 1, activation), prior, Likelihood.Gaussian(0.5));
            using var posterior = network.Posterior(x, y);
            return Assert.Throws<ArgumentException>(() => Laplace.Fit(posterior, new float[length > 0 ? length : network.Parameters], options)).Message;
        }

        Assert.Contains("not normal", Refused(Prior.Fixed(LocationScaleFamily.Cauchy), Activation.Tanh, new()), StringComparison.Ordinal);
        Assert.Contains("weights themselves", Refused(Prior.Horseshoe(), Activation.Tanh, new()), StringComparison.Ordinal);
        Assert.Contains("slopes", Refused(Prior.Gaussian(), Activation.Prelu, new()), StringComparison.Ordinal);
        Assert.Contains("3 numbers", Refused(Prior.Gaussian(), Activation.Tanh, new(), length: 3), StringComparison.Ordinal);
    }

    private static Matrix<double> Exact(LinearModel model)
    {
        var size = model.Inputs + 1;
        return DenseMatrix.Create(size * model.Outputs, size * model.Outputs, (a, b) => a % model.Outputs == b % model.Outputs ? model.Covariance[a / model.Outputs, b / model.Outputs] : 0);
    }

    // The squared length of draws in units of the expected covariance is chi-square distributed, in every direction and all together.
    private static void RequireCovariance(NetworkSamples samples, float[] mean, Matrix<double> covariance)
    {
        var (size, inverse) = (mean.Length, covariance.Inverse());
        var deviations = Enumerable.Range(0, samples.Draws).Select(d => DenseVector.Create(size, i => samples.Position(0, d)[i] - (double)mean[i])).ToArray();
        StatAssert.DistributionEquals(deviations.Select(v => v * inverse * v), q => MathNet.Numerics.Distributions.ChiSquared.CDF(size, q), "length in units of the covariance");
        for (var i = 0; i < size; i++)
        {
            for (var j = i; j < size; j++)
                StatAssert.MeanEquals([.. deviations.Select(v => v[i] * v[j])], covariance[i, j], $"covariance [{i}, {j}]");
        }
    }

    // U diag(d) U^T of a sum with unit scales.
    private static Matrix<double> Dense(CurvatureSum sum, int count)
    {
        var white = sum.Whiten([.. Enumerable.Repeat(1.0, count)]);
        var basis = new double[count * count];
        for (var i = 0; i < count; i++)
            basis[(i * count) + i] = Math.Sqrt(white.Eigenvalues[i]);
        var columns = Matrix<double>.Build.DenseOfRowMajor(count, count, white.Rotate(basis, count));
        return columns.TransposeThisAndMultiply(columns);
    }

    private static void Near(double[] expected, double[] found, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance * (1 + Math.Abs(expected[i])), $"number {i}: expected {expected[i]}, found {found[i]}");
    }
}
