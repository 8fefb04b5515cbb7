using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// The 33 masses of <see cref="Pmssm.Masses"/> at tree level, from the 19 parameters alone (S. P. Martin, hep-ph/9709356, sections
/// 8.1 to 8.4), the lightest Higgs boson with the leading one-loop term of the top squarks. What a spectrum calculator adds to
/// them are loop corrections, which are smooth: a network that predicts the correction has less to learn than one that predicts
/// the mass.
/// </summary>
public static class TreeLevelSpectrum
{
    // v in GeV with v^2 = v_u^2 + v_d^2, and the lightest mass that a tachyon of the tree level is given.
    private const double Vacuum = 174.1;
    private const double Floor = 50;
    private const double Softening = 500;

    // From this place on masses are those of squarks and sleptons.
    private const int FirstSfermion = 12;

    private static readonly (string[] Masses, Func<SoftParameters, double[]> Value)[] Parts =
    [
        (["m_MW", "m_h0", "m_H0", "m_A0", "m_Hp"], Bosons),
        (["m_gluino"], p => [p.Gluino]),
        (["m_chi_1", "m_chi_2", "m_chi_3", "m_chi_4"], p => Neutralinos(p.Bino, p.Wino, p.Higgsino, p.TanBeta).Masses),
        (["m_chip_1", "m_chip_2"], p => Both(TreeLevel.Charginos(p.Wino, p.Higgsino, p.TanBeta))),
        (["m_d_L", "m_u_L"], p => [Sfermion(p.Light.Squark, -0.5, -1.0 / 3, p.TanBeta), Sfermion(p.Light.Squark, 0.5, 2.0 / 3, p.TanBeta)]),
        (["m_d_R", "m_u_R"], p => [Sfermion(p.Light.Down, 0, 1.0 / 3, p.TanBeta), Sfermion(p.Light.Up, 0, -2.0 / 3, p.TanBeta)]),
        (["m_e_L", "m_nue_L"], p => [Sfermion(p.Light.Slepton, -0.5, -1, p.TanBeta), Sfermion(p.Light.Slepton, 0.5, 0, p.TanBeta)]),
        (["m_e_R", "m_nutau_L"], p => [Sfermion(p.Light.Electron, 0, 1, p.TanBeta), Sfermion(p.Third.Slepton, 0.5, 0, p.TanBeta)]),
        (["m_t_1", "m_t_2"], p => Roots(TreeLevel.StopsSquared(p.Third.Squark, p.Third.Up, p.TopTrilinear, p.Higgsino, p.TanBeta))),
        (["m_b_1", "m_b_2"], p => Roots(TreeLevel.SbottomsSquared(p.Third.Squark, p.Third.Down, p.BottomTrilinear, p.Higgsino, p.TanBeta))),
        (["m_stau_1", "m_stau_2"], p => Roots(TreeLevel.StausSquared(p.Third.Slepton, p.Third.Electron, p.TauTrilinear, p.Higgsino, p.TanBeta))),
    ];

    private static readonly Dictionary<string, int> Places = Pmssm.Masses.Index().ToDictionary(m => m.Item, m => m.Index, StringComparer.Ordinal);

    /// <summary>The masses of the second generation, and those of the first that they equal, because the two share their soft masses.</summary>
    public static IReadOnlyDictionary<string, string> SecondGeneration { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["m_s_L"] = "m_d_L",
        ["m_c_L"] = "m_u_L",
        ["m_mu_L"] = "m_e_L",
        ["m_numu_L"] = "m_nue_L",
        ["m_s_R"] = "m_d_R",
        ["m_c_R"] = "m_u_R",
        ["m_mu_R"] = "m_e_R",
    };

    /// <summary>"tree_" and the name of the mass ("tree_h0" belongs to "m_h0"), in the order of <see cref="Pmssm.Masses"/>.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. Pmssm.Masses.Select(ColumnOf)];

    /// <summary>The tree-level column that belongs to a mass.</summary>
    /// <param name="mass">One of <see cref="Pmssm.Masses"/>.</param>
    /// <exception cref="ColumnNotFoundException">The name is not a mass.</exception>
    public static string ColumnOf(string mass) => "tree_" + Pmssm.Masses[PlaceOf(mass)][2..];

    /// <summary>A table with the 33 <see cref="Columns"/> added, in GeV; neutralino masses carry their sign, tachyons get 50 GeV.</summary>
    /// <param name="points">A table with the 19 <see cref="Pmssm.Parameters"/>, in GeV.</param>
    /// <exception cref="ColumnNotFoundException">A parameter is missing.</exception>
    public static Table Add(Table points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var parameters = new SoftParameterColumns(points);
        var columns = Pmssm.Masses.ToDictionary(mass => mass, _ => new float[points.Rows]);
        Parallel.For(0, points.Rows, Compute.Parallel, row =>
        {
            var point = parameters[row];
            foreach (var (masses, value) in Parts)
            {
                var all = value(point);
                for (var i = 0; i < all.Length; i++)
                    columns[masses[i]][row] = (float)all[i];
            }
        });
        return Pmssm.Masses.Aggregate(points, (table, mass) => table.WithColumn(ColumnOf(mass), columns[SecondGeneration.GetValueOrDefault(mass, mass)]));
    }

    /// <summary>
    /// What separates a mass from its tree level, as a smooth number to be learned (GeV). For squarks and sleptons, whose corrections
    /// add to the squared mass, (m^2 - t^2) / (2 sqrt(t^2 + (500 GeV)^2)), which is m - t for heavy ones; for the others |m| - |t|.
    /// </summary>
    /// <param name="mass">One of <see cref="Pmssm.Masses"/>.</param>
    /// <param name="value">Its value m.</param>
    /// <param name="tree">The tree level t.</param>
    public static double Correction(string mass, double value, double tree) => IsSfermion(mass)
        ? ((value * value) - (tree * tree)) / (2 * Width(tree))
        : Math.Abs(value) - Math.Abs(tree);

    /// <summary>The size of a mass, never below 0, from its correction: the inverse of <see cref="Correction"/>, rising with the correction.</summary>
    /// <param name="mass">One of <see cref="Pmssm.Masses"/>.</param>
    /// <param name="correction">The correction in GeV.</param>
    /// <param name="tree">The tree level.</param>
    public static double Size(string mass, double correction, double tree) => IsSfermion(mass)
        ? Math.Sqrt(Math.Max(0, (tree * tree) + (2 * Width(tree) * correction)))
        : Math.Max(0, Math.Abs(tree) + correction);

    /// <summary>Masses and mixing of the four neutralinos: eigenvalues and eigenvectors of their mass matrix (hep-ph/9709356, section 8.2).</summary>
    /// <param name="bino">M1, any sign.</param>
    /// <param name="wino">M2, any sign.</param>
    /// <param name="higgsino">mu, any sign.</param>
    /// <param name="tanBeta">tan beta, above 0.</param>
    /// <returns>
    /// The masses by rising size, with their sign, and the mixing matrix: row i holds the bino, wino and two higgsino parts of
    /// neutralino i, whose squares are its shares and add up to 1.
    /// </returns>
    public static (double[] Masses, double[][] Mixing) Neutralinos(double bino, double wino, double higgsino, double tanBeta)
    {
        var sector = NeutralinoSector.Of(bino, wino, higgsino, tanBeta);
        return (sector.Masses, sector.Mixing);
    }

    // W, h, H, A, H+; the one-loop term is 3 m_t^4 / (4 pi^2 v^2) (log(S^2 / m_t^2) + x (1 - x / 12)), x = (X_t / S)^2.
    private static double[] Bosons(SoftParameters p)
    {
        var (a, z) = (p.HeavyHiggs * p.HeavyHiggs, TreeLevel.ZMass * TreeLevel.ZMass);
        var cosine = TreeLevel.CosineTwoBeta(p.TanBeta);
        var root = Math.Sqrt(((a + z) * (a + z)) - (4 * a * z * cosine * cosine));
        var (scale, mixing) = (p.Third.Squark * p.Third.Up, p.TopTrilinear - (p.Higgsino / p.TanBeta));
        var x = Math.Min(mixing * mixing / scale, 12);
        var loop = 3 * Math.Pow(TreeLevel.TopMass, 4) / (4 * Math.PI * Math.PI * Vacuum * Vacuum) * (Math.Log(scale / (TreeLevel.TopMass * TreeLevel.TopMass)) + (x * (1 - (x / 12))));
        return [TreeLevel.WMass, Root(((a + z - root) / 2) + loop), Root((a + z + root) / 2), p.HeavyHiggs, Root(a + (TreeLevel.WMass * TreeLevel.WMass))];
    }

    private static bool IsSfermion(string mass) => PlaceOf(mass) >= FirstSfermion;

    private static int PlaceOf(string mass) => Places.TryGetValue(mass, out var place) ? place : throw ColumnNotFoundException.In("the pMSSM masses", mass, [.. Pmssm.Masses]);

    private static double Width(double tree) => Math.Sqrt((tree * tree) + (Softening * Softening));

    private static double[] Both((double Light, double Heavy) pair) => [pair.Light, pair.Heavy];

    private static double[] Roots((double Light, double Heavy) squares) => [Root(squares.Light), Root(squares.Heavy)];

    private static double Root(double squared) => Math.Sqrt(Math.Max(squared, Floor * Floor));

    // Without mixing, with the D-term.
    private static double Sfermion(double soft, double isospin, double charge, double tanBeta) =>
        Root((soft * soft) + TreeLevel.DTerm(isospin, charge, tanBeta));
}
