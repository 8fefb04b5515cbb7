namespace HepBayes.Physics;

/// <summary>
/// Masses of superpartners at tree level from the soft parameters at the SUSY scale, in GeV (S. P. Martin, hep-ph/9709356,
/// sections 8.2 to 8.4). Loop corrections, which a spectrum calculator adds, are a few per cent.
/// </summary>
public static class TreeLevel
{
    /// <summary>Mass of the Z boson.</summary>
    public const double ZMass = 91.1876;

    /// <summary>Mass of the W boson.</summary>
    public const double WMass = 80.38;

    /// <summary>Running top mass at 1 to 4 TeV, roughly.</summary>
    public const double TopMass = 150;

    /// <summary>Running bottom mass at 1 to 4 TeV, roughly.</summary>
    public const double BottomMass = 2.5;

    /// <summary>Mass of the tau lepton.</summary>
    public const double TauMass = 1.777;

    // The squared sine of the weak mixing angle.
    internal const double WeakMixing = 0.2312;

    /// <summary>Masses of the two charginos, the light one first: the singular values of the 2 x 2 matrix of wino and higgsino.</summary>
    /// <param name="wino">M2, any sign.</param>
    /// <param name="higgsino">mu, any sign.</param>
    /// <param name="tanBeta">tan beta, above 0.</param>
    public static (double Light, double Heavy) Charginos(double wino, double higgsino, double tanBeta)
    {
        var sum = (wino * wino) + (higgsino * higgsino) + (2 * WMass * WMass);
        var determinant = (wino * higgsino) - (WMass * WMass * SineTwoBeta(tanBeta));
        var heavy = Math.Sqrt((sum + Math.Sqrt(Math.Max(0, (sum * sum) - (4 * determinant * determinant)))) / 2);
        return (Math.Abs(determinant) / heavy, heavy);
    }

    /// <summary>Squared masses (GeV^2) of the two top squarks, the light one first; negative for a tachyon.</summary>
    /// <param name="left">Soft mass of the left-handed doublet.</param>
    /// <param name="right">Soft mass of the right-handed squark.</param>
    /// <param name="trilinear">A_t.</param>
    /// <param name="higgsino">mu.</param>
    /// <param name="tanBeta">tan beta, above 0.</param>
    public static (double Light, double Heavy) StopsSquared(double left, double right, double trilinear, double higgsino, double tanBeta) =>
        Pair(left, right, TopMass, trilinear - (higgsino / tanBeta), 0.5, 2.0 / 3, tanBeta);

    /// <summary>Squared masses (GeV^2) of the two bottom squarks, the light one first; negative for a tachyon.</summary>
    /// <inheritdoc cref="StopsSquared"/>
    public static (double Light, double Heavy) SbottomsSquared(double left, double right, double trilinear, double higgsino, double tanBeta) =>
        Pair(left, right, BottomMass, trilinear - (higgsino * tanBeta), -0.5, -1.0 / 3, tanBeta);

    /// <summary>Squared masses (GeV^2) of the two tau sleptons, the light one first; negative for a tachyon.</summary>
    /// <inheritdoc cref="StopsSquared"/>
    public static (double Light, double Heavy) StausSquared(double left, double right, double trilinear, double higgsino, double tanBeta) =>
        Pair(left, right, TauMass, trilinear - (higgsino * tanBeta), -0.5, -1, tanBeta);

    /// <summary>cos 2 beta; between -1 (large tan beta) and 0 (tan beta = 1).</summary>
    /// <param name="tanBeta">tan beta.</param>
    public static double CosineTwoBeta(double tanBeta) => (1 - (tanBeta * tanBeta)) / (1 + (tanBeta * tanBeta));

    /// <summary>sin 2 beta.</summary>
    /// <param name="tanBeta">tan beta.</param>
    public static double SineTwoBeta(double tanBeta) => 2 * tanBeta / (1 + (tanBeta * tanBeta));

    // (T3 - Q sin^2) m_Z^2 cos 2 beta, in GeV^2: what every scalar gets from the Higgs fields. The partner of a right-handed fermion
    // has isospin 0 and the charge of its antiparticle.
    internal static double DTerm(double isospin, double charge, double tanBeta) => (isospin - (charge * WeakMixing)) * ZMass * ZMass * CosineTwoBeta(tanBeta);

    // Eigenvalues of the 2 x 2 matrix of squared masses, with the D-terms on the diagonal.
    private static (double Light, double Heavy) Pair(double left, double right, double fermion, double mixing, double isospin, double charge, double tanBeta)
    {
        var scale = ZMass * ZMass * CosineTwoBeta(tanBeta);
        var leftSquare = (left * left) + (fermion * fermion) + ((isospin - (charge * WeakMixing)) * scale);
        var rightSquare = (right * right) + (fermion * fermion) + (charge * WeakMixing * scale);
        var half = (leftSquare - rightSquare) / 2;
        var root = Math.Sqrt((half * half) + (fermion * fermion * mixing * mixing));
        var middle = (leftSquare + rightSquare) / 2;
        return (middle - root, middle + root);
    }
}
