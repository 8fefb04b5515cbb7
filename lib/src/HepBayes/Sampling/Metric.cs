using System.Numerics;
using HepBayes.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HepBayes.Sampling;

/// <summary>
/// The inverse mass matrix of each chain: momenta are normal with the mass as covariance, velocities are inverse mass times
/// momentum. Diagonal, or a diagonal with a low-rank correction: M^-1 = S (I + U (L - I) U^T) S, with S diagonal, U of
/// orthonormal columns and L diagonal (Seyboldt, Carlson, Carpenter, Preconditioning Hamiltonian Monte Carlo by minimizing
/// Fisher divergence). Never changes; owns its tensors.
/// </summary>
public sealed class Metric : IDisposable
{
    private readonly Tensor scale;
    private readonly Tensor? directions;
    private readonly Tensor? stretch;
    private readonly Tensor? unit;
    private HostMetric<double>? host;
    private HostMetric<float>? hostSingle;

    private Metric(Tensor inverseMass, Tensor scale, Tensor? directions, Tensor? eigenvalues, Tensor? unit = null)
    {
        this.unit = unit?.DetachFromDisposeScope();
        (InverseMass, this.scale) = (inverseMass.DetachFromDisposeScope(), scale.DetachFromDisposeScope());
        this.directions = directions?.DetachFromDisposeScope();
        Eigenvalues = eigenvalues?.DetachFromDisposeScope();
        stretch = eigenvalues?.sub(Scalars.One).DetachFromDisposeScope();
    }

    /// <summary>Diagonal of the inverse mass matrix, [chains, parameters] or [1, parameters] for all chains alike; belongs to the metric.</summary>
    public Tensor InverseMass { get; }

    internal bool IsDiagonal => directions is null;

    /// <summary>Square root of the diagonal of the uncorrected matrix, [chains, parameters].</summary>
    internal Tensor Scale => scale;

    /// <summary>Columns of U, [chains, parameters, rank]; null if diagonal.</summary>
    internal Tensor? Directions => directions;

    /// <summary>L, [chains, rank]; null if diagonal.</summary>
    internal Tensor? Eigenvalues { get; }

    /// <summary>The same on the processor in float64, made when first asked for.</summary>
    internal HostMetric<double> Host => host ??= new HostMetric<double>(this);

    /// <summary>The same on the processor in float32 or float64, made when first asked for.</summary>
    internal HostMetric<T> On<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        (HostMetric<T>)(typeof(T) == typeof(double) ? (object)Host : hostSingle ??= new HostMetric<float>(this));

    /// <summary>A diagonal matrix.</summary>
    /// <param name="inverseMass">Variance of each parameter, above 0, [chains, parameters] or [1, parameters], in the number type of the positions; copied.</param>
    /// <exception cref="ArgumentException">The tensor has not two dimensions.</exception>
    public static Metric Diagonal(Tensor inverseMass)
    {
        ArgumentNullException.ThrowIfNull(inverseMass);
        if (inverseMass.dim() != 2)
            throw new ArgumentException($"The inverse mass has shape [{string.Join(", ", inverseMass.shape)}]; expected [chains, parameters] or [1, parameters].", nameof(inverseMass));
        using var scope = NewDisposeScope();
        return new Metric(inverseMass.detach().clone().contiguous(), inverseMass.sqrt(), null, null);
    }

    /// <summary>A diagonal matrix with a low-rank correction; takes the tensors over.</summary>
    /// <param name="scale">S, [chains, parameters].</param>
    /// <param name="directions">U, [chains, parameters, rank], orthonormal columns.</param>
    /// <param name="eigenvalues">L, [chains, rank], above 0.</param>
    internal static Metric LowRank(Tensor scale, Tensor directions, Tensor eigenvalues)
    {
        using var scope = NewDisposeScope();
        var excess = eigenvalues.sub(Scalars.One).unsqueeze(1);
        var diagonal = directions.square().mul_(excess).sum(2).add_(Scalars.One).mul_(scale.square());
        return new Metric(diagonal, scale, directions, eigenvalues);
    }

    /// <summary>Momenta from standard normal numbers: a draw of N(0, M).</summary>
    internal Tensor Momentum(Tensor normal)
    {
        if (directions is null)
            return normal.div(scale);
        using var scope = NewDisposeScope();
        var factor = Eigenvalues!.rsqrt().sub_(Scalars.One);
        return Correct(normal, factor).div_(scale).MoveToOuterDisposeScope();
    }

    /// <summary>Moves positions along: position += step x M^-1 momentum, in place.</summary>
    internal void Drift(Tensor position, Tensor momentum, Scalar step)
    {
        if (directions is null)
        {
            position.addcmul_(momentum, InverseMass, step);
            return;
        }

        using var scope = NewDisposeScope();
        position.add_(Velocity(momentum), step);
    }

    /// <summary>M^-1 momentum, [chains, parameters]; the caller owns it.</summary>
    internal Tensor Velocity(Tensor momentum)
    {
        if (directions is null)
            return momentum.mul(InverseMass);
        using var scope = NewDisposeScope();
        return Correct(momentum.mul(scale), stretch!).mul_(scale).MoveToOuterDisposeScope();
    }

    /// <summary>Kinetic energy p^T M^-1 p / 2 of each chain, [chains] in float64; the caller owns it.</summary>
    internal Tensor Kinetic(Tensor momentum)
    {
        using var scope = NewDisposeScope();
        var products = directions is null
            ? momentum.to(float64).square().mul_(InverseMass)
            : Velocity(momentum).to(float64).mul(momentum);
        return products.sum(1).mul_(Scalars.Half).MoveToOuterDisposeScope();
    }

    /// <summary>Whitened: divided by the scales, so that a well adapted density has unit spread; the caller owns it.</summary>
    internal Tensor Whiten(Tensor position) => position.div(unit ?? scale);

    /// <summary>
    /// The metric with which a step of 1 is for each chain a step of its own with this metric: M^-1 times the square of
    /// the step. Positions are whitened as before. The caller owns it.
    /// </summary>
    /// <param name="steps">Step of each chain, above 0.</param>
    internal Metric WithSteps(double[] steps)
    {
        using var scope = NewDisposeScope();
        var factor = tensor(steps, dtype: scale.dtype, device: scale.device).unsqueeze(1);
        return new Metric(InverseMass.mul(factor).mul_(factor), scale.mul(factor), directions?.alias(), Eigenvalues?.alias(), (unit ?? scale).alias());
    }

    internal void Save(Snapshot snapshot)
    {
        snapshot.Add("metric.rank", (ulong)(directions?.shape[2] ?? 0));
        if (directions is null)
        {
            snapshot.Add("metric.inverse_mass", InverseMass);
            return;
        }

        snapshot.Add("metric.scale", scale);
        snapshot.Add("metric.directions", directions);
        snapshot.Add("metric.eigenvalues", Eigenvalues!);
    }

    internal static Metric Restored(Snapshot snapshot, Device device)
    {
        using var scope = NewDisposeScope();
        if (snapshot.Whole("metric.rank") == 0)
            return Diagonal(snapshot.Tensor("metric.inverse_mass").to(device));
        Tensor Copy(string name) => snapshot.Tensor(name).clone().to(device);
        return LowRank(Copy("metric.scale"), Copy("metric.directions"), Copy("metric.eigenvalues"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        InverseMass.Dispose();
        scale.Dispose();
        directions?.Dispose();
        Eigenvalues?.Dispose();
        stretch?.Dispose();
        unit?.Dispose();
    }

    // x + U (factor (U^T x)): changes the components of x along the directions.
    private Tensor Correct(Tensor x, Tensor factor)
    {
        var along = directions!.transpose(1, 2).matmul(x.unsqueeze(2)).mul_(factor.unsqueeze(2));
        return x.add(directions.matmul(along).squeeze(2), Scalars.One);
    }
}
