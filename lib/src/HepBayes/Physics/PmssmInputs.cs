using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// Inputs for networks that say more than the 19 parameters do: quantities of the tree-level and leading one-loop formulas, computed
/// from the parameters alone, so that they exist for points that no spectrum calculator has seen. A network that gets
/// them need not discover that the Higgs mass depends on the mixing of the top squarks, or a cross-section on masses.
/// </summary>
public static class PmssmInputs
{
    // Tachyons of the tree level and very light states end here (GeV): logarithms need a floor.
    private const double Floor = 50;
    private const int BlockRows = 2048;

    private static readonly (string Name, Formula Value)[] Higgs =
    [
        ("log_susy_scale", (in p) => Math.Log(p.SusyScale)),
        ("stop_mixing", (in p) => p.StopMixing / p.SusyScale),
        ("log_stop_mixing", (in p) => Math.Log(1 + (p.StopMixing * p.StopMixing / (p.SusyScale * p.SusyScale)))),
        ("cos2_2beta", (in p) => Math.Pow(TreeLevel.CosineTwoBeta(p.Soft.TanBeta), 2)),
        ("log_tanb", (in p) => Math.Log(p.Soft.TanBeta)),
        ("log_MA", (in p) => Math.Log(p.Soft.HeavyHiggs)),
        ("mu_tanb", (in p) => p.Soft.Higgsino * p.Soft.TanBeta / 1e4),
        ("log_mQ3", (in p) => Math.Log(p.Soft.Third.Squark)),
        ("log_mtR", (in p) => Math.Log(p.Soft.Third.Up)),
        ("log_M3", (in p) => Math.Log(p.Soft.Gluino)),
        ("log_mu", (in p) => Math.Log(Math.Abs(p.Soft.Higgsino) + Floor)),
        ("log_M2", (in p) => Math.Log(Math.Abs(p.Soft.Wino) + Floor)),
        ("log_sbottom_1", (in p) => Log(p.Sbottoms.Light)),
        ("log_stau_1", (in p) => Log(p.Staus.Light)),
        ("log_stop_1", (in p) => Log(p.Stops.Light)),
        ("sbottom_mixing", (in p) => Math.Asinh(TreeLevel.BottomMass * p.SbottomMixing * p.SbottomMixing / Math.Pow(p.Soft.Third.Squark * p.Soft.Third.Down, 1.5))),
        ("stau_mixing", (in p) => Math.Asinh(TreeLevel.TauMass * p.StauMixing * p.StauMixing / Math.Pow(p.Soft.Third.Slepton * p.Soft.Third.Electron, 1.5))),
    ];

    private static readonly (string Name, Formula Value)[] Production =
    [
        ("log_M1", (in p) => Math.Log(Math.Abs(p.Soft.Bino) + Floor)),
        ("log_M2", (in p) => Math.Log(Math.Abs(p.Soft.Wino) + Floor)),
        ("log_mu", (in p) => Math.Log(Math.Abs(p.Soft.Higgsino) + Floor)),
        ("log_M3", (in p) => Math.Log(p.Soft.Gluino)),
        ("log_mqL", (in p) => Math.Log(p.Soft.Light.Squark)),
        ("log_muR", (in p) => Math.Log(p.Soft.Light.Up)),
        ("log_mdR", (in p) => Math.Log(p.Soft.Light.Down)),
        ("log_mlL", (in p) => Math.Log(p.Soft.Light.Slepton)),
        ("log_meR", (in p) => Math.Log(p.Soft.Light.Electron)),
        ("log_mQ3", (in p) => Math.Log(p.Soft.Third.Squark)),
        ("log_mbR", (in p) => Math.Log(p.Soft.Third.Down)),
        ("log_mL3", (in p) => Math.Log(p.Soft.Third.Slepton)),
        ("log_chargino_1", (in p) => Math.Log(p.Charginos.Light + Floor)),
        ("log_chargino_2", (in p) => Math.Log(p.Charginos.Heavy + Floor)),
        ("wino_share", (in p) => p.Soft.Higgsino * p.Soft.Higgsino / ((p.Soft.Higgsino * p.Soft.Higgsino) + (p.Soft.Wino * p.Soft.Wino))),
        ("log_stop_1", (in p) => Log(p.Stops.Light)),
        ("log_stop_2", (in p) => Log(p.Stops.Heavy)),
        ("log_sbottom_1", (in p) => Log(p.Sbottoms.Light)),
        ("log_sbottom_2", (in p) => Log(p.Sbottoms.Heavy)),
        ("log_stau_1", (in p) => Log(p.Staus.Light)),
        ("log_tanb", (in p) => Math.Log(p.Soft.TanBeta)),
        ("sign_mu_M2", (in p) => Math.Sign(p.Soft.Higgsino * p.Soft.Wino) * TreeLevel.SineTwoBeta(p.Soft.TanBeta)),
        ("sign_mu_M1", (in p) => Math.Sign(p.Soft.Higgsino * p.Soft.Bino) * TreeLevel.SineTwoBeta(p.Soft.TanBeta)),
    ];

    private static readonly OrderedDictionary<string, (string Name, Formula Value)> Formulas = new(
        Higgs.Concat(Production).DistinctBy(q => q.Name).Select(q => KeyValuePair.Create(q.Name, q)));

    /// <summary>The 19 parameters and what the mass of the lightest Higgs boson depends on: the scale and the mixing of the top squarks, tan beta, and light sbottoms and staus.</summary>
    public static IReadOnlyList<string> HiggsMass { get; } = [.. Pmssm.Parameters, .. Higgs.Select(q => q.Name)];

    /// <summary>What production cross-sections depend on: logarithms of tree-level masses, and the composition of the charginos.</summary>
    public static IReadOnlyList<string> CrossSection { get; } = [.. Production.Select(q => q.Name), "M1", "M2", "mu", "At", "MA"];

    private delegate double Formula(in Point point);

    /// <summary>
    /// A table with columns of <see cref="HiggsMass"/> and <see cref="CrossSection"/> added, in about a microsecond a row for all
    /// of them on one core. The result does not depend on <see cref="Compute.Threads"/>.
    /// </summary>
    /// <param name="points">A table with the 19 <see cref="Pmssm.Parameters"/>, in GeV.</param>
    /// <param name="columns">Which columns are wanted, for example <see cref="HiggsMass"/>; null for all. Parameters among them are there already.</param>
    /// <exception cref="ColumnNotFoundException">A parameter is missing from the table, or a wanted column is none of these.</exception>
    public static Table Add(Table points, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        var parameters = new SoftParameterColumns(points);
        var wanted = columns is null ? Formulas.Values.ToArray() : [.. columns.Except(Pmssm.Parameters).Select(Find)];
        float[][] values = [.. wanted.Select(_ => new float[points.Rows])];
        Parallel.For(0, (points.Rows + BlockRows - 1) / BlockRows, Compute.Parallel, block =>
        {
            var end = Math.Min(points.Rows, (block + 1) * BlockRows);
            for (var row = block * BlockRows; row < end; row++)
            {
                var point = new Point(parameters[row]);
                for (var c = 0; c < wanted.Length; c++)
                    values[c][row] = (float)wanted[c].Value(in point);
            }
        });
        for (var c = 0; c < wanted.Length; c++)
            points = points.WithOwned(wanted[c].Name, values[c]);
        return points;
    }

    private static (string Name, Formula Value) Find(string column) => Formulas.TryGetValue(column, out var formula)
        ? formula
        : throw ColumnNotFoundException.In("the inputs from tree-level physics", column, [.. Formulas.Keys]);

    private static double Log(double massSquared) => 0.5 * Math.Log(Math.Max(massSquared, Floor * Floor));

    /// <summary>The parameters of one row and what follows from them, worked out once.</summary>
    private readonly struct Point
    {
        public Point(SoftParameters soft)
        {
            var (third, higgsino, tanBeta) = (soft.Third, soft.Higgsino, soft.TanBeta);
            Soft = soft;
            SusyScale = Math.Sqrt(third.Squark * third.Up);
            StopMixing = soft.TopTrilinear - (higgsino / tanBeta);
            SbottomMixing = soft.BottomTrilinear - (higgsino * tanBeta);
            StauMixing = soft.TauTrilinear - (higgsino * tanBeta);
            Charginos = TreeLevel.Charginos(soft.Wino, higgsino, tanBeta);
            Stops = TreeLevel.StopsSquared(third.Squark, third.Up, soft.TopTrilinear, higgsino, tanBeta);
            Sbottoms = TreeLevel.SbottomsSquared(third.Squark, third.Down, soft.BottomTrilinear, higgsino, tanBeta);
            Staus = TreeLevel.StausSquared(third.Slepton, third.Electron, soft.TauTrilinear, higgsino, tanBeta);
        }

        public SoftParameters Soft { get; }

        public double SusyScale { get; }

        public double StopMixing { get; }

        public double SbottomMixing { get; }

        public double StauMixing { get; }

        public (double Light, double Heavy) Charginos { get; }

        public (double Light, double Heavy) Stops { get; }

        public (double Light, double Heavy) Sbottoms { get; }

        public (double Light, double Heavy) Staus { get; }
    }
}
