using MathNet.Numerics.LinearAlgebra;

namespace HepBayes.Sampling.Riemannian;

/// <summary>
/// The geometry at one position: the metric G = Q f(L) Q^T of the curvature Q L Q^T, and on demand the gradient of the log
/// density and the derivatives of the curvature, of which the forces are made. The energy is
/// H(x, p) = -log p(x) + 1/2 log |G(x)| + 1/2 p^T G(x)^-1 p (Girolami, Calderhead, J. R. Statist. Soc. B 73 (2011) 123).
/// </summary>
internal sealed class RiemannianPoint
{
    // Of a central difference of curvatures, in units of the local width; curvatures by differences have errors near 1e-10.
    private const double RelativeStep = 1e-3;
    private readonly RiemannianModel model;
    private readonly SoftAbs softAbs;
    private readonly int d;
    private readonly double[] curvature;
    private readonly double[] vectors;
    private readonly double[] values;
    private readonly double[] soft;
    private readonly double[] third;

    /// <summary>Makes room.</summary>
    public RiemannianPoint(RiemannianModel model, SoftAbs softAbs)
    {
        (this.model, this.softAbs, d) = (model, softAbs, model.Parameters);
        (curvature, vectors, third) = (new double[d * d], new double[d * d], new double[d * d * d]);
        (Position, Gradient, values, soft) = (new double[d], new double[d], new double[d], new double[d]);
    }

    /// <summary>[parameters].</summary>
    public double[] Position { get; }

    /// <summary>Gradient of the log density after <see cref="TryComplete"/>, [parameters].</summary>
    public double[] Gradient { get; }

    /// <summary>Log density after <see cref="TryComplete"/>.</summary>
    public double LogDensity { get; private set; }

    /// <summary>Root of the metric's diagonal: one over the local width of a parameter.</summary>
    public double RootOfDiagonal(int parameter)
    {
        var sum = 0.0;
        for (var k = 0; k < d; k++)
            sum += vectors[(parameter * d) + k] * vectors[(parameter * d) + k] * soft[k];
        return Math.Sqrt(sum);
    }

    /// <summary>The metric at <see cref="Position"/>; false where it is not finite.</summary>
    public bool TryMetric()
    {
        model.Curvature(Position, curvature);
        if (!Array.TrueForAll(curvature, double.IsFinite))
            return false;
        var system = Matrix<double>.Build.DenseOfRowMajor(d, d, curvature).Evd(Symmetricity.Symmetric);
        for (var k = 0; k < d; k++)
        {
            values[k] = system.EigenValues[k].Real;
            soft[k] = softAbs.Value(values[k]);
            for (var i = 0; i < d; i++)
                vectors[(i * d) + k] = system.EigenVectors[i, k];
        }

        return Array.TrueForAll(soft, double.IsFinite);
    }

    /// <summary>Log density, gradient and derivatives of the curvature, after the metric; false where they are not finite.</summary>
    public bool TryComplete()
    {
        LogDensity = model.Evaluate(Position, Gradient);
        var moved = (double[])Position.Clone();
        var (up, down) = (new double[d * d], new double[d * d]);
        for (var i = 0; i < d; i++)
        {
            var step = RelativeStep / RootOfDiagonal(i);
            moved[i] = Position[i] + step;
            model.Curvature(moved, up);
            moved[i] = Position[i] - step;
            model.Curvature(moved, down);
            moved[i] = Position[i];
            for (var k = 0; k < d * d; k++)
                third[(i * d * d) + k] = (up[k] - down[k]) / (2 * step);
        }

        return double.IsFinite(LogDensity) && Array.TrueForAll(Gradient, double.IsFinite) && Array.TrueForAll(third, double.IsFinite);
    }

    /// <summary>Takes over another point of the same model.</summary>
    public void Set(RiemannianPoint other)
    {
        foreach (var (from, to) in new[] { (other.Position, Position), (other.Gradient, Gradient), (other.curvature, curvature), (other.vectors, vectors), (other.values, values), (other.soft, soft), (other.third, third) })
            from.CopyTo(to, 0);
        LogDensity = other.LogDensity;
    }

    /// <summary>Turns standard normal numbers into a momentum, a draw of N(0, G).</summary>
    public void Momentum(ReadOnlySpan<double> normal, double[] momentum)
    {
        Array.Clear(momentum);
        for (var k = 0; k < d; k++)
        {
            for (var i = 0; i < d; i++)
                momentum[i] += vectors[(i * d) + k] * Math.Sqrt(soft[k]) * normal[k];
        }
    }

    /// <summary>G^-1 p.</summary>
    public void Velocity(double[] momentum, double[] velocity)
    {
        Array.Clear(velocity);
        for (var k = 0; k < d; k++)
        {
            var component = Along(k, momentum) / soft[k];
            for (var i = 0; i < d; i++)
                velocity[i] += vectors[(i * d) + k] * component;
        }
    }

    /// <summary>The energy H, after <see cref="TryComplete"/>.</summary>
    public double Energy(double[] momentum)
    {
        var energy = -LogDensity;
        for (var k = 0; k < d; k++)
        {
            var component = Along(k, momentum);
            energy += 0.5 * (Math.Log(soft[k]) + (component * component / soft[k]));
        }

        return energy;
    }

    /// <summary>
    /// dH/dx_i = -dlogp/dx_i + 1/2 tr(M dC/dx_i) with the curvature C = Q L Q^T and
    /// M = Q (J o (f(L)^-1 - c c^T)) Q^T, c = f(L)^-1 Q^T p, J_jk = (f(l_j) - f(l_k)) / (l_j - l_k): the derivatives of
    /// log |G| and of p^T G^-1 p by that of a function of a matrix (arXiv 1212.4693, section 3.2).
    /// </summary>
    public void Slope(double[] momentum, double[] slope)
    {
        var weights = Weights(momentum);
        for (var i = 0; i < d; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < d * d; k++)
                sum += weights[k] * third[(i * d * d) + k];
            slope[i] = (0.5 * sum) - Gradient[i];
        }
    }

    private double[] Weights(double[] momentum)
    {
        var components = new double[d];
        for (var j = 0; j < d; j++)
            components[j] = Along(j, momentum) / soft[j];
        var inner = Matrix<double>.Build.Dense(d, d, (j, k) => softAbs.Quotient(values[j], values[k]) * ((j == k ? 1 / soft[j] : 0) - (components[j] * components[k])));
        var q = Matrix<double>.Build.DenseOfRowMajor(d, d, vectors);
        return (q * inner * q.Transpose()).ToRowMajorArray();
    }

    private double Along(int vector, double[] momentum)
    {
        var sum = 0.0;
        for (var i = 0; i < d; i++)
            sum += vectors[(i * d) + vector] * momentum[i];
        return sum;
    }
}
