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
        ("cos2_2beta", (in p) => Math.Pow(TreeLevel.CosineTwoBeta(p.TanBeta), 2)),
        ("log_tanb", (in p) => Math.Log(p.TanBeta)),
        ("log_MA", (in p) => Math.Log(p.PseudoscalarMass)),
        ("mu_tanb", (in p) => p.Mu * p.TanBeta / 1e4),
        ("log_mQ3", (in p) => Math.Log(p.Q3)),
        ("log_mtR", (in p) => Math.Log(p.TopRight)),
        ("log_M3", (in p) => Math.Log(p.Gluino)),
        ("log_mu", (in p) => Math.Log(Math.Abs(p.Mu) + Floor)),
        ("log_M2", (in p) => Math.Log(Math.Abs(p.Wino) + Floor)),
        ("log_sbottom_1", (in p) => Log(p.Sbottoms.Light)),
        ("log_stau_1", (in p) => Log(p.Staus.Light)),
        ("log_stop_1", (in p) => Log(p.Stops.Light)),
        ("sbottom_mixing", (in p) => Math.Asinh(TreeLevel.BottomMass * p.SbottomMixing * p.SbottomMixing / Math.Pow(p.Q3 * p.BottomRight, 1.5))),
        ("stau_mixing", (in p) => Math.Asinh(TreeLevel.TauMass * p.StauMixing * p.StauMixing / Math.Pow(p.L3 * p.TauRight, 1.5))),
    ];

    private static readonly (string Name, Formula Value)[] Production =
    [
        ("log_M1", (in p) => Math.Log(Math.Abs(p.Bino) + Floor)),
        ("log_M2", (in p) => Math.Log(Math.Abs(p.Wino) + Floor)),
        ("log_mu", (in p) => Math.Log(Math.Abs(p.Mu) + Floor)),
        ("log_M3", (in p) => Math.Log(p.Gluino)),
        .. LogOfSfermions("mqL", "muR", "mdR", "mlL", "meR", "mQ3", "mbR", "mL3"),
        ("log_chargino_1", (in p) => Math.Log(p.Charginos.Light + Floor)),
        ("log_chargino_2", (in p) => Math.Log(p.Charginos.Heavy + Floor)),
        ("wino_share", (in p) => p.Mu * p.Mu / ((p.Mu * p.Mu) + (p.Wino * p.Wino))),
        ("log_stop_1", (in p) => Log(p.Stops.Light)),
        ("log_stop_2", (in p) => Log(p.Stops.Heavy)),
        ("log_sbottom_1", (in p) => Log(p.Sbottoms.Light)),
        ("log_sbottom_2", (in p) => Log(p.Sbottoms.Heavy)),
        ("log_stau_1", (in p) => Log(p.Staus.Light)),
        ("log_tanb", (in p) => Math.Log(p.TanBeta)),
        ("sign_mu_M2", (in p) => Math.Sign(p.Mu * p.Wino) * TreeLevel.SineTwoBeta(p.TanBeta)),
        ("sign_mu_M1", (in p) => Math.Sign(p.Mu * p.Bino) * TreeLevel.SineTwoBeta(p.TanBeta)),
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
        var parameters = new Parameters(points);
        var wanted = columns is null ? Formulas.Values.ToArray() : [.. columns.Except(Pmssm.Parameters).Select(Find)];
        float[][] values = [.. wanted.Select(_ => new float[points.Rows])];
        Parallel.For(0, (points.Rows + BlockRows - 1) / BlockRows, Compute.Parallel, block =>
        {
            var end = Math.Min(points.Rows, (block + 1) * BlockRows);
            for (var row = block * BlockRows; row < end; row++)
            {
                var point = new Point(parameters, row);
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

    private static IEnumerable<(string, Formula)> LogOfSfermions(params string[] names) => names.Select(name =>
    {
        var index = Pmssm.Parameters.Index().First(p => p.Item == name).Index - 9;
        return ("log_" + name, (Formula)((in p) => Math.Log(p.Sfermion(index))));
    });

    private static double Log(double massSquared) => 0.5 * Math.Log(Math.Max(massSquared, Floor * Floor));

    /// <summary>The columns of the parameters.</summary>
    private sealed class Parameters(Table points)
    {
        public float[] M1 { get; } = points.Values("M1");

        public float[] M2 { get; } = points.Values("M2");

        public float[] M3 { get; } = points.Values("M3");

        public float[] Mu { get; } = points.Values("mu");

        public float[] MA { get; } = points.Values("MA");

        public float[] TanBeta { get; } = points.Values("tanb");

        public float[] At { get; } = points.Values("At");

        public float[] Ab { get; } = points.Values("Ab");

        public float[] Atau { get; } = points.Values("Atau");

        /// <summary>The ten sfermion masses, in the order of <see cref="Pmssm.Parameters"/>.</summary>
        public float[][] Sfermions { get; } = [.. Pmssm.Parameters.Skip(9).Select(points.Values)];
    }

    /// <summary>The parameters of one row and what follows from them, worked out once.</summary>
    private readonly struct Point
    {
        private readonly Parameters parameters;
        private readonly int row;

        public Point(Parameters parameters, int row)
        {
            (this.parameters, this.row) = (parameters, row);
            (Bino, Wino, Gluino, Mu) = (parameters.M1[row], parameters.M2[row], parameters.M3[row], parameters.Mu[row]);
            (PseudoscalarMass, TanBeta) = (parameters.MA[row], parameters.TanBeta[row]);
            double top = parameters.At[row], bottom = parameters.Ab[row], tau = parameters.Atau[row];
            (Q3, TopRight, BottomRight, L3, TauRight) = (Sfermion(5), Sfermion(6), Sfermion(7), Sfermion(8), Sfermion(9));
            SusyScale = Math.Sqrt(Q3 * TopRight);
            (StopMixing, SbottomMixing, StauMixing) = (top - (Mu / TanBeta), bottom - (Mu * TanBeta), tau - (Mu * TanBeta));
            Charginos = TreeLevel.Charginos(Wino, Mu, TanBeta);
            Stops = TreeLevel.StopsSquared(Q3, TopRight, top, Mu, TanBeta);
            Sbottoms = TreeLevel.SbottomsSquared(Q3, BottomRight, bottom, Mu, TanBeta);
            Staus = TreeLevel.StausSquared(L3, TauRight, tau, Mu, TanBeta);
        }

        public double Bino { get; }

        public double Wino { get; }

        public double Gluino { get; }

        public double Mu { get; }

        public double PseudoscalarMass { get; }

        public double TanBeta { get; }

        public double Q3 { get; }

        public double TopRight { get; }

        public double BottomRight { get; }

        public double L3 { get; }

        public double TauRight { get; }

        public double SusyScale { get; }

        public double StopMixing { get; }

        public double SbottomMixing { get; }

        public double StauMixing { get; }

        public (double Light, double Heavy) Charginos { get; }

        public (double Light, double Heavy) Stops { get; }

        public (double Light, double Heavy) Sbottoms { get; }

        public (double Light, double Heavy) Staus { get; }

        /// <summary>A sfermion mass.</summary>
        /// <param name="index">mqL, muR, mdR, mlL, meR, mQ3, mtR, mbR, mL3, mtauR, from 0.</param>
        public double Sfermion(int index) => parameters.Sfermions[index][row];
    }
}
