namespace HepBayes.Sampling.Riemannian;

/// <summary>
/// The soft absolute value f(x) = x coth(a x) of curvatures (Betancourt, A general metric for Riemannian manifold
/// Hamiltonian Monte Carlo, arXiv 1212.4693, section 3): positive, smooth, |x| far from 0 and 1 / a at 0.
/// </summary>
/// <param name="softness">a, above 0.</param>
internal sealed class SoftAbs(double softness)
{
    private const double Small = 1e-3;
    private const double Large = 20;

    /// <summary>f(x).</summary>
    public double Value(double x)
    {
        var y = Math.Abs(softness * x);
        return y < Small ? (1 + (y * y / 3)) / softness : y > Large ? Math.Abs(x) : Math.Abs(x) / Math.Tanh(y);
    }

    /// <summary>f'(x) = coth(a x) - a x / sinh(a x)^2.</summary>
    public double Slope(double x)
    {
        var y = softness * x;
        if (Math.Abs(y) < Small)
            return 2 * y / 3;
        if (Math.Abs(y) > Large)
            return Math.Sign(x);
        var sinh = Math.Sinh(y);
        return (1 / Math.Tanh(y)) - (y / (sinh * sinh));
    }

    /// <summary>(f(x) - f(y)) / (x - y), the slope where both are the same (arXiv 1212.4693, equation 7).</summary>
    public double Quotient(double x, double y) =>
        Math.Abs(x - y) > 1e-6 * (Math.Abs(x) + Math.Abs(y) + (1 / softness)) ? (Value(x) - Value(y)) / (x - y) : Slope(0.5 * (x + y));
}
