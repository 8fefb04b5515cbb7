using HepBayes.Data;
using MathNet.Numerics.LinearAlgebra;

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

    private static readonly (string[] Masses, Func<Parameters, double[]> Value)[] Parts =
    [
        (["m_MW", "m_h0", "m_H0", "m_A0", "m_Hp"], Bosons),
        (["m_gluino"], p => [p.M3]),
        (["m_chi_1", "m_chi_2", "m_chi_3", "m_chi_4"], p => Neutralinos(p.M1, p.M2, p.Mu, p.TanBeta).Masses),
        (["m_chip_1", "m_chip_2"], p => Both(TreeLevel.Charginos(p.M2, p.Mu, p.TanBeta))),
        (["m_d_L", "m_u_L", "m_d_R", "m_u_R"], p => [p.Sfermion(p.QL, -0.5, -1.0 / 3), p.Sfermion(p.QL, 0.5, 2.0 / 3), p.Sfermion(p.DR, 0, 1.0 / 3), p.Sfermion(p.UR, 0, -2.0 / 3)]),
        (["m_e_L", "m_nue_L", "m_e_R"], p => [p.Sfermion(p.LL, -0.5, -1), p.Sfermion(p.LL, 0.5, 0), p.Sfermion(p.ER, 0, 1)]),
        (["m_nutau_L"], p => [p.Sfermion(p.L3, 0.5, 0)]),
        (["m_t_1", "m_t_2"], p => Roots(TreeLevel.StopsSquared(p.Q3, p.TR, p.At, p.Mu, p.TanBeta))),
        (["m_b_1", "m_b_2"], p => Roots(TreeLevel.SbottomsSquared(p.Q3, p.BR, p.Ab, p.Mu, p.TanBeta))),
        (["m_stau_1", "m_stau_2"], p => Roots(TreeLevel.StausSquared(p.L3, p.TauR, p.Atau, p.Mu, p.TanBeta))),
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
        var values = Pmssm.Parameters.Select(points.Values).ToArray();
        var columns = Pmssm.Masses.ToDictionary(mass => mass, _ => new float[points.Rows]);
        Parallel.For(0, points.Rows, row =>
        {
            var parameters = new Parameters(values, row);
            foreach (var (masses, value) in Parts)
            {
                var all = value(parameters);
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
        var (sine, cosine) = (Math.Sin(Math.Atan(tanBeta)), Math.Cos(Math.Atan(tanBeta)));
        var (bw, ww) = (TreeLevel.ZMass * Math.Sqrt(TreeLevel.WeakMixing), TreeLevel.ZMass * Math.Sqrt(1 - TreeLevel.WeakMixing));
        var eigen = Matrix<double>.Build.DenseOfRowArrays(
            [bino, 0, -cosine * bw, sine * bw],
            [0, wino, cosine * ww, -sine * ww],
            [-cosine * bw, cosine * ww, 0, -higgsino],
            [sine * bw, -sine * ww, -higgsino, 0]).Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, 4).OrderBy(i => Math.Abs(eigen.EigenValues[i].Real))];
        return ([.. order.Select(i => eigen.EigenValues[i].Real)], [.. order.Select(i => eigen.EigenVectors.Column(i).ToArray())]);
    }

    // W, h, H, A, H+; the one-loop term is 3 m_t^4 / (4 pi^2 v^2) (log(S^2 / m_t^2) + x (1 - x / 12)), x = (X_t / S)^2.
    private static double[] Bosons(Parameters p)
    {
        var (a, z) = (p.MA * p.MA, TreeLevel.ZMass * TreeLevel.ZMass);
        var cosine = TreeLevel.CosineTwoBeta(p.TanBeta);
        var root = Math.Sqrt(((a + z) * (a + z)) - (4 * a * z * cosine * cosine));
        var (scale, mixing) = (p.Q3 * p.TR, p.At - (p.Mu / p.TanBeta));
        var x = Math.Min(mixing * mixing / scale, 12);
        var loop = 3 * Math.Pow(TreeLevel.TopMass, 4) / (4 * Math.PI * Math.PI * Vacuum * Vacuum) * (Math.Log(scale / (TreeLevel.TopMass * TreeLevel.TopMass)) + (x * (1 - (x / 12))));
        return [TreeLevel.WMass, Root(((a + z - root) / 2) + loop), Root((a + z + root) / 2), p.MA, Root(a + (TreeLevel.WMass * TreeLevel.WMass))];
    }

    private static bool IsSfermion(string mass) => PlaceOf(mass) >= FirstSfermion;

    private static int PlaceOf(string mass) => Places.TryGetValue(mass, out var place) ? place : throw ColumnNotFoundException.In("the pMSSM masses", mass, [.. Pmssm.Masses]);

    private static double Width(double tree) => Math.Sqrt((tree * tree) + (Softening * Softening));

    private static double[] Both((double Light, double Heavy) pair) => [pair.Light, pair.Heavy];

    private static double[] Roots((double Light, double Heavy) squares) => [Root(squares.Light), Root(squares.Heavy)];

    private static double Root(double squared) => Math.Sqrt(Math.Max(squared, Floor * Floor));

    /// <summary>The parameters of one row, by their place in <see cref="Pmssm.Parameters"/>.</summary>
    private readonly struct Parameters(float[][] values, int row)
    {
        public double M1 => values[0][row];

        public double M2 => values[1][row];

        public double M3 => values[2][row];

        public double Mu => values[3][row];

        public double MA => values[4][row];

        public double TanBeta => values[5][row];

        public double At => values[6][row];

        public double Ab => values[7][row];

        public double Atau => values[8][row];

        public double QL => values[9][row];

        public double UR => values[10][row];

        public double DR => values[11][row];

        public double LL => values[12][row];

        public double ER => values[13][row];

        public double Q3 => values[14][row];

        public double TR => values[15][row];

        public double BR => values[16][row];

        public double L3 => values[17][row];

        public double TauR => values[18][row];

        // Without mixing, with the D-term; the partner of a right-handed fermion has the charge of its antiparticle.
        public double Sfermion(double soft, double isospin, double charge) =>
            Root((soft * soft) + ((isospin - (charge * TreeLevel.WeakMixing)) * TreeLevel.ZMass * TreeLevel.ZMass * TreeLevel.CosineTwoBeta(TanBeta)));
    }
}
