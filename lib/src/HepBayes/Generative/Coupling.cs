namespace HepBayes.Generative;

/// <summary>How a block of a flow changes a variable, given the others: a monotone function whose parameters a small network gives.</summary>
public abstract record Coupling
{
    private protected Coupling()
    {
    }

    /// <summary>
    /// y = x exp(s) + t with s = c tanh(u / c): scale and shift (Dinh, Sohl-Dickstein, Bengio, arXiv 1605.08803; soft clamp of s to +-c).
    /// </summary>
    /// <param name="clamp">The largest |log scale| c of a block, above 0.</param>
    public static Coupling Affine(double clamp = 2) => new AffineCoupling(clamp);

    /// <summary>
    /// A monotone rational-quadratic spline on [-bound, bound], the identity outside (Durkan, Bekasov, Murray, Papamakarios,
    /// arXiv 1906.04032, equations 4 to 8). Widths, heights and slopes are at least 1e-3 of their range.
    /// </summary>
    /// <param name="bins">Pieces, 2 to 64.</param>
    /// <param name="bound">Where the tails begin, above 0; in standard deviations of the mapped variables.</param>
    public static Coupling Spline(int bins = 8, double bound = 5) => new SplineCoupling(bins, bound);

    /// <summary>Parameters that the network gives for each variable.</summary>
    internal abstract int Parameters { get; }

    internal abstract void Check();

    internal sealed record AffineCoupling(double Clamp) : Coupling
    {
        internal override int Parameters => 2;

        internal override void Check()
        {
            if (!(Clamp > 0 && double.IsFinite(Clamp)))
                throw new ArgumentException($"The clamp of an affine coupling is {Clamp}; it must be a positive number.");
        }
    }

    internal sealed record SplineCoupling(int Bins, double Bound) : Coupling
    {
        internal override int Parameters => (3 * Bins) - 1;

        internal override void Check()
        {
            if (Bins is < 2 or > 64)
                throw new ArgumentException($"A spline coupling has {Bins} bins; expected 2 to 64.");
            if (!(Bound > 0 && double.IsFinite(Bound)))
                throw new ArgumentException($"The bound of a spline coupling is {Bound}; it must be a positive number.");
        }
    }
}
