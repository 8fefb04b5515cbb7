using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// Inputs and targets for networks that predict masses first and cross-sections from them: logarithms of the masses of
/// superpartners computed from the 19 parameters alone (gluino and sfermions at one loop, charginos and neutralinos at tree
/// level), and the composition of the neutralinos. What a spectrum calculator adds to them is small and smooth.
/// </summary>
/// <remarks>
/// One-loop masses: Pierce, Bagger, Matchev, Zhang, hep-ph/9606211, with massless quarks and leptons and typical couplings; neutralinos
/// and charginos: S. P. Martin, hep-ph/9709356, section 8.2.
/// </remarks>
public static class OneLoopInputs
{
    // GeV. Neutralino masses pass through 0, and tachyons of the formula must end somewhere.
    private const double Offset = 20;
    private const double Softest = 200;
    private const double SoftestFirst = 100;

    // A loop correction that takes away more than three quarters of the squared mass is beyond its order.
    private const double LeastShare = 0.25;

    private static readonly string[] Third = ["b_1", "b_2", "t_1", "t_2", "stau_1", "stau_2", "nutau_L"];

    /// <summary>The 21 different superpartners, named as the mass columns of <see cref="Datasets.Pmssm"/> without <c>m_</c>; of the first two generations the first.</summary>
    public static IReadOnlyList<string> Particles { get; } =
        ["gluino", "chi_1", "chi_2", "chi_3", "chi_4", "chip_1", "chip_2", "d_L", "u_L", "d_R", "u_R", "e_L", "nue_L", "e_R", .. Third];

    /// <summary>Logarithms of the approximate masses, ln(m + 20 GeV), in the order of <see cref="Particles"/>.</summary>
    public static IReadOnlyList<string> Masses { get; } = [.. Particles.Select(p => "log_loop_" + p)];

    /// <summary>What a mass calculator adds to <see cref="Masses"/>: targets that <see cref="AddShifts"/> makes.</summary>
    public static IReadOnlyList<string> Shifts { get; } = [.. Particles.Select(p => "shift_" + p)];

    /// <summary>
    /// Composition of the lightest neutralino (four squares), how nearly the two lightest are degenerate and in which order of
    /// their signs, the correction of the bottom mass and what it does to the mixing of the sbottoms, and the hypercharge trace.
    /// </summary>
    public static IReadOnlyList<string> Mixing { get; } =
        ["tree_bino", "tree_wino", "tree_higgsino_d", "tree_higgsino_u", "tree_splitting", "bottom_correction", "sbottom_loop_mixing", "hypercharge_trace"];

    /// <summary>A table with the columns of <see cref="Masses"/> and <see cref="Mixing"/> added.</summary>
    /// <param name="points">A table with the 19 <see cref="Pmssm.Parameters"/>, in GeV.</param>
    /// <exception cref="ColumnNotFoundException">A parameter is missing.</exception>
    public static Table Add(Table points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var parameters = new SoftParameterColumns(points);
        string[] names = [.. Masses, .. Mixing];
        var columns = names.Select(_ => new float[points.Rows]).ToArray();
        Parallel.For(0, points.Rows, Compute.Parallel, row =>
        {
            var values = Of(parameters[row]);
            for (var c = 0; c < columns.Length; c++)
                columns[c][row] = (float)values[c];
        });
        for (var c = 0; c < columns.Length; c++)
            points = points.WithOwned(names[c], columns[c]);
        return points;
    }

    /// <summary>A table with <see cref="Shifts"/> added: ln(|m| + 20 GeV) of the true mass minus the column of <see cref="Masses"/>.</summary>
    /// <param name="points">A table with the columns of <see cref="Masses"/> and the true masses <c>m_*</c> in GeV; a missing mass gives NaN.</param>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    public static Table AddShifts(Table points)
    {
        ArgumentNullException.ThrowIfNull(points);
        for (var p = 0; p < Particles.Count; p++)
        {
            var (truth, approximate) = (points.Values("m_" + Particles[p]), points.Values(Masses[p]));
            points = points.WithOwned(Shifts[p], [.. truth.Select((m, row) => (float)(Compressed(m) - approximate[row]))]);
        }

        return points;
    }

    /// <summary>The size of a mass in GeV, never below 0, from its column of <see cref="Masses"/> plus its shift: the inverse of the logarithm.</summary>
    /// <param name="logarithm">ln(|m| + 20 GeV).</param>
    public static double SizeOf(double logarithm) => Math.Max(0, Math.Exp(logarithm) - Offset);

    /// <summary>
    /// Whether the given composition of the lightest neutralino belongs to its given mass, [rows]: the tree-level mass of the state
    /// N11 to N14 has the sign of m_chi_1. Where two neutralinos are nearly degenerate, loop corrections can exchange their order
    /// after the mixing matrix was written down, and what is computed from both is then not what was meant.
    /// </summary>
    /// <param name="points">A table with the parameters, <see cref="Pmssm.Mixing"/> and <c>m_chi_1</c>.</param>
    /// <exception cref="ColumnNotFoundException">A column is missing.</exception>
    public static bool[] MixingFitsMass(Table points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var parameters = new SoftParameterColumns(points);
        var mixing = Pmssm.Mixing.Select(points.Values).ToArray();
        var mass = points.Values("m_chi_1");
        return [.. Enumerable.Range(0, points.Rows).Select(row =>
        {
            var p = parameters[row];
            double[] state = [.. mixing.Select(column => (double)column[row])];
            // Close to 0 the sign of the pole mass is a matter of small corrections.
            return Math.Abs(mass[row]) < Offset / 2 || NeutralinoSector.MassOf(state, p.Bino, p.Wino, p.Higgsino, p.TanBeta) * mass[row] > 0;
        })];
    }

    private static double[] Of(SoftParameters p)
    {
        var spectrum = new OneLoopSpectrum(p);
        var neutralinos = NeutralinoSector.Of(p.Bino, p.Wino, p.Higgsino, p.TanBeta);
        var charginos = TreeLevel.Charginos(p.Wino, p.Higgsino, p.TanBeta);
        var (squarks, sleptons) = (spectrum.LightSquarks, spectrum.Sleptons);
        var sbottomMixing = spectrum.BottomMass * (p.BottomTrilinear - (p.Higgsino * p.TanBeta)) / 1e5;
        return [
            Compressed(Math.Sqrt(spectrum.Gluino)), .. neutralinos.Masses.Select(Compressed), Compressed(charginos.Light), Compressed(charginos.Heavy),
            First(squarks.DownLeft), First(squarks.UpLeft), First(squarks.DownRight), First(squarks.UpRight), First(sleptons.Left), First(sleptons.Sneutrino), First(sleptons.Right),
            .. ThirdGeneration(p, spectrum),
            .. neutralinos.Mixing[0].Select(n => n * n), Splitting(neutralinos.Masses),
            spectrum.BottomCorrection, Math.Log(1 + (sbottomMixing * sbottomMixing)), spectrum.Trace / 1e5];
    }

    private static double[] ThirdGeneration(SoftParameters p, OneLoopSpectrum spectrum)
    {
        var t = p.Third;
        var sbottoms = TreeLevel.SbottomsSquared(t.Squark, t.Down, p.BottomTrilinear, p.Higgsino, p.TanBeta);
        var stops = TreeLevel.StopsSquared(t.Squark, t.Up, p.TopTrilinear, p.Higgsino, p.TanBeta);
        var staus = TreeLevel.StausSquared(t.Slepton, t.Electron, p.TauTrilinear, p.Higgsino, p.TanBeta);
        return [
            Floored(spectrum.Sbottoms.Light, sbottoms.Light), Floored(spectrum.Sbottoms.Heavy, sbottoms.Heavy),
            Floored(spectrum.Stops.Light, stops.Light), Floored(spectrum.Stops.Heavy, stops.Heavy),
            Floored(spectrum.Staus.Light, staus.Light), Floored(spectrum.Staus.Heavy, staus.Heavy), First(spectrum.TauSneutrino)];
    }

    private static double Floored(double loop, double tree) => Smooth(Math.Max(loop, LeastShare * tree), Softest);

    private static double First(double massSquared) => Smooth(massSquared, SoftestFirst);

    // sqrt(m^2) for large m^2 and a smooth way down to about the floor for negative ones.
    private static double Smooth(double massSquared, double softest)
    {
        var floor = softest * softest;
        var above = massSquared - floor;
        return Compressed(Math.Sqrt(floor + ((above + Math.Sqrt((above * above) + (floor * floor))) / 2)));
    }

    // 0 where the two lightest are exactly degenerate; large where they are far apart or of the same sign.
    private static double Splitting(double[] masses)
    {
        const double Most = 3;
        var gap = Math.Abs(masses[1]) - Math.Abs(masses[0]);
        return Math.Sign(masses[0]) * (masses[0] * masses[1] > 0 ? Most : Math.Min(Most, Math.Log(1 + gap)));
    }

    private static double Compressed(double mass) => Math.Log(Math.Abs(mass) + Offset);
}
