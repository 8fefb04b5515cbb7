using HepBayes.Runtime;
using HepBayes.Sampling;
using static TorchSharp.torch;

namespace HepBayes.Tests.Sampling;

public class MetricTests
{
    private const int Parameters = 6;

    // Velocity, kinetic energy, momenta and the diagonal against the dense matrix that the factors stand for.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ItActsAsItsDenseMatrix(bool lowRank)
    {
        using var scope = NewDisposeScope();
        using var metric = lowRank ? LowRank() : Metric.Diagonal(tensor(new double[,] { { 1, 2, 3, 4, 5, 6 }, { 6, 5, 4, 3, 2, 1 } }));
        var momentum = Normal(1);
        var velocity = metric.Velocity(momentum);
        for (var chain = 0; chain < 2; chain++)
        {
            var dense = Dense(metric, chain);
            Assert.True(dense.matmul(momentum[chain]).allclose(velocity[chain], 1e-10, 1e-12));
            Assert.True(dense.diagonal().allclose(metric.InverseMass[chain], 1e-10, 1e-12));
            Assert.Equal(momentum[chain].dot(velocity[chain]).item<double>() / 2, metric.Kinetic(momentum)[chain].item<double>(), 1e-10);

            // Columns of the map from normal numbers to momenta: their outer product is the mass matrix.
            var root = stack([.. Enumerable.Range(0, Parameters).Select(i => metric.Momentum(one_hot(i))[chain])], 1);
            Assert.True(root.matmul(root.t()).matmul(dense).allclose(eye(Parameters, dtype: float64), 1e-9, 1e-10));

            var (host, p) = (new double[Parameters], momentum[chain].data<double>().ToArray());
            metric.Host.Velocity(chain, p, host);
            Assert.Equal(velocity[chain].data<double>().ToArray(), host, (a, b) => Math.Abs(a - b) < 1e-10);
            metric.Host.Momentum(chain, p);
            Assert.Equal(metric.Momentum(momentum)[chain].data<double>().ToArray(), p, (a, b) => Math.Abs(a - b) < 1e-10);
        }

        var position = zeros(2, Parameters, dtype: float64);
        metric.Drift(position, momentum, 0.5);
        Assert.True(position.allclose(velocity.mul(0.5), 1e-10, 1e-12));

        static Tensor one_hot(int i)
        {
            var unit = zeros(2, Parameters, dtype: float64);
            unit[.., i] = 1;
            return unit;
        }
    }

    // Far fewer draws than a covariance would need: for a normal density the gradients know the rest.
    [Fact]
    public void TheLowRankEstimatorFindsTheCorrelationsOfANormalDensity()
    {
        using var scope = NewDisposeScope();
        var factor = Normal(5).reshape(Parameters, 2).mul(3);
        var covariance = factor.matmul(factor.t()).add(eye(Parameters, dtype: float64));
        var precision = covariance.inverse();
        var root = linalg.cholesky(covariance);
        double Condition(MetricEstimator estimator)
        {
            for (var draw = 0; draw < 12; draw++)
            {
                var x = root.matmul(Normal((ulong)(10 + draw))[0].unsqueeze(1)).t();
                estimator.Add(new HmcState(x, zeros(1, dtype: float64), x.matmul(precision).neg()));
            }

            using var metric = estimator.Estimate();
            var whitened = linalg.eigvalsh(root.inverse().matmul(Dense(metric, 0)).matmul(root.inverse().t())).data<double>().ToArray();
            return whitened.Max() / whitened.Min();
        }

        using var lowRank = new LowRankEstimator(1, ones(Parameters, dtype: float64), ScalarType.Float64);
        using var diagonal = new DiagonalEstimator(1, ones(Parameters, dtype: float64), ScalarType.Float64, pooled: false);
        // Directions that differ from the diagonal by less than a factor 2 either way are left out of the correction.
        Assert.InRange(Condition(lowRank), 1, 4.5);
        Assert.True(Condition(diagonal) > 15);
    }

    [Fact]
    public void APooledDiagonalIsTheSameForAllChains()
    {
        using var scope = NewDisposeScope();
        using var estimator = new DiagonalEstimator(2, ones(Parameters, dtype: float64), ScalarType.Float64, pooled: true);
        for (var draw = 0; draw < 10; draw++)
        {
            var x = Normal((ulong)draw);
            estimator.Add(new HmcState(x, zeros(2, dtype: float64), x.mul(-4)));
        }

        using var metric = estimator.Estimate();
        // The gradient of N(0, 1/4) is -4 x: the ratio is 1/4 whatever the draws were.
        Assert.True(metric.InverseMass.allclose(full([2, Parameters], 0.25, dtype: float64), 1e-10, 1e-12));
    }

    private static Metric LowRank()
    {
        var (directions, _) = linalg.qr(stack([Normal(2).reshape(Parameters, 2), Normal(3).reshape(Parameters, 2)]));
        return Metric.LowRank(Normal(4).abs().add(0.5), directions.clone(), tensor(new double[,] { { 9, 0.2 }, { 4, 25 } }));
    }

    private static Tensor Dense(Metric metric, int chain)
    {
        if (metric.IsDiagonal)
            return metric.InverseMass[chain].diag();
        var (u, s) = (metric.Directions![chain], metric.Scale[chain].diag());
        var middle = u.matmul(metric.Eigenvalues![chain].sub(1).diag()).matmul(u.t()).add(eye(Parameters, dtype: float64));
        return s.matmul(middle).matmul(s);
    }

    private static Tensor Normal(ulong stream)
    {
        var values = new float[2 * Parameters];
        new CounterRandom(8, stream).FillNormal(values);
        return tensor(values).to(float64).reshape(2, Parameters);
    }
}
