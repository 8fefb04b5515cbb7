namespace HepBayes.Baselines;

/// <summary>
/// A Gauss-Newton matrix H in units of the prior's standard deviations s, diag(s) H diag(s) = U diag(d) U^T. There the prior's
/// precision is the identity, so that the posterior's precision has the eigenvalues d + 1, and d + t if the prior's precision is
/// multiplied by t.
/// </summary>
/// <param name="eigenvalues">d, none negative.</param>
internal abstract class WhitenedCurvature(double[] eigenvalues)
{
    /// <summary>d, in the order of the coordinates that <see cref="Rotate"/> takes.</summary>
    public double[] Eigenvalues { get; } = eigenvalues;

    /// <summary>U times vectors.</summary>
    /// <param name="coordinates">[draws, parameters].</param>
    /// <param name="draws">How many vectors.</param>
    /// <returns>[draws, parameters].</returns>
    public abstract double[] Rotate(double[] coordinates, int draws);
}
