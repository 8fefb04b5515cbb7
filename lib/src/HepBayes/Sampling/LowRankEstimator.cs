using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// Estimates a diagonal inverse mass with a low-rank correction for each chain (Seyboldt, Carlson, Carpenter,
/// Preconditioning Hamiltonian Monte Carlo by minimizing Fisher divergence): after scaling by the diagonal, positions and
/// gradients of the last draws span a subspace; in it, the matrix that minimises the Fisher divergence is the geometric
/// mean of the covariance of the positions and the inverse covariance of the gradients. Directions in which it differs
/// from 1 by more than a factor make the correction.
/// </summary>
internal sealed class LowRankEstimator : MetricEstimator
{
    private const int Most = 100;
    private const int FewestDraws = 10;
    private const double Cutoff = 2;
    private const double Regularisation = 1e-5;
    private readonly DiagonalEstimator diagonal;
    private readonly Tensor positions;
    private readonly Tensor gradients;
    private readonly ScalarType numberType;
    private readonly int chains;
    private readonly int parameters;
    private long count;

    /// <summary>Starts without draws.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="guess">Variance of each parameter before any draw, [parameters] in float64; taken over.</param>
    /// <param name="numberType">Number type of the positions.</param>
    public LowRankEstimator(int chains, Tensor guess, ScalarType numberType)
    {
        (this.chains, parameters, this.numberType) = (chains, (int)guess.shape[0], numberType);
        positions = zeros(chains, Most, parameters, dtype: float64).DetachFromDisposeScope();
        gradients = zeros(chains, Most, parameters, dtype: float64).DetachFromDisposeScope();
        diagonal = new DiagonalEstimator(chains, guess, numberType, pooled: false);
    }

    public override void Add(HmcState state)
    {
        using var scope = NewDisposeScope();
        diagonal.Add(state);
        positions.select(1, count % Most).copy_(state.Position);
        gradients.select(1, count % Most).copy_(state.Gradient);
        count++;
    }

    public override Metric Estimate()
    {
        if (count < FewestDraws)
            return diagonal.Estimate();
        using var scope = NewDisposeScope();
        var variance = diagonal.Variance();
        var device = variance.device;
        var scale = variance.sqrt().cpu();
        var corrections = Enumerable.Range(0, chains).Select(chain => Correction(chain, scale[chain])).ToArray();
        var rank = corrections.Max(c => c.Values.shape[0]);
        if (rank == 0)
            return diagonal.Estimate();

        // Chains with fewer directions get zero vectors, which change nothing.
        var directions = zeros(chains, parameters, rank, dtype: float64);
        var eigenvalues = ones(chains, rank, dtype: float64);
        for (var chain = 0; chain < chains; chain++)
        {
            var own = corrections[chain].Values.shape[0];
            if (own == 0)
                continue;
            directions[chain].narrow(1, 0, own).copy_(corrections[chain].Directions);
            eigenvalues[chain].narrow(0, 0, own).copy_(corrections[chain].Values);
        }

        Tensor Placed(Tensor tensor) => tensor.to(numberType).to(device).clone();
        return Metric.LowRank(Placed(scale), Placed(directions), Placed(eigenvalues));
    }

    public override void Reset()
    {
        diagonal.Reset();
        count = 0;
    }

    public override void Save(Snapshot snapshot)
    {
        diagonal.Save(snapshot);
        snapshot.Add("mass.last_positions", positions);
        snapshot.Add("mass.last_gradients", gradients);
        snapshot.Add("mass.count", (ulong)count);
    }

    public override void Restore(Snapshot snapshot)
    {
        using var scope = NewDisposeScope();
        diagonal.Restore(snapshot);
        positions.copy_(snapshot.Tensor("mass.last_positions"));
        gradients.copy_(snapshot.Tensor("mass.last_gradients"));
        count = (long)snapshot.Whole("mass.count");
    }

    public override void Dispose()
    {
        diagonal.Dispose();
        positions.Dispose();
        gradients.Dispose();
    }

    private (Tensor Directions, Tensor Values) Correction(int chain, Tensor scale)
    {
        var draws = Math.Min(count, Most);
        Tensor Centred(Tensor all)
        {
            var own = all[chain].narrow(0, 0, draws);
            return own.sub(own.mean([0], keepdim: true));
        }

        // Columns are draws: [parameters, draws].
        var x = Centred(positions).div(scale).t();
        var g = Centred(gradients).mul(scale).t();
        var (basis, _) = linalg.qr(cat([x, g], 1));
        Tensor Covariance(Tensor columns)
        {
            using Scalar share = 1.0 / (draws - 1), extra = Regularisation;
            var within = basis.t().matmul(columns);
            return within.matmul(within.t()).mul_(share).add_(eye(within.shape[0], dtype: float64), extra);
        }

        var (values, vectors) = linalg.eigh(GeometricMean(Covariance(x), Covariance(g)));
        using Scalar upper = Cutoff, lower = 1 / Cutoff;
        var chosen = values.gt(upper).logical_or(values.lt(lower)).logical_and(values.isfinite()).nonzero().flatten();
        return (basis.matmul(vectors.index_select(1, chosen)), values.index_select(0, chosen));
    }

    // The matrix S with S B S = A: B^-1/2 (B^1/2 A B^1/2)^1/2 B^-1/2.
    private static Tensor GeometricMean(Tensor a, Tensor b)
    {
        var (root, inverse) = Roots(b);
        var (middle, _) = Roots(root.matmul(a).matmul(root));
        return inverse.matmul(middle).matmul(inverse);
    }

    private static (Tensor Root, Tensor InverseRoot) Roots(Tensor matrix)
    {
        var (values, vectors) = linalg.eigh(matrix);
        using Scalar tiny = 1e-300;
        var root = values.clamp_min(tiny).sqrt();
        return (vectors.mul(root).matmul(vectors.t()), vectors.div(root).matmul(vectors.t()));
    }
}
