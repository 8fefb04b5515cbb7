using HepBayes.Data;

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

    private static readonly (string Name, Func<Point, double> Value)[] Higgs =
    [
        ("log_susy_scale", p => Math.Log(p.SusyScale)),
        ("stop_mixing", p => p.StopMixing / p.SusyScale),
        ("log_stop_mixing", p => Math.Log(1 + (p.StopMixing * p.StopMixing / (p.SusyScale * p.SusyScale)))),
        ("cos2_2beta", p => Math.Pow(TreeLevel.CosineTwoBeta(p.TanBeta), 2)),
        ("log_tanb", p => Math.Log(p.TanBeta)),
        ("log_MA", p => Math.Log(p["MA"])),
        ("mu_tanb", p => p.Mu * p.TanBeta / 1e4),
        ("log_mQ3", p => Math.Log(p["mQ3"])),
        ("log_mtR", p => Math.Log(p["mtR"])),
        ("log_M3", p => Math.Log(p["M3"])),
        ("log_mu", p => Math.Log(Math.Abs(p.Mu) + Floor)),
        ("log_M2", p => Math.Log(Math.Abs(p["M2"]) + Floor)),
        ("log_sbottom_1", p => Log(p.Sbottoms.Light)),
        ("log_stau_1", p => Log(p.Staus.Light)),
        ("log_stop_1", p => Log(p.Stops.Light)),
        ("sbottom_mixing", p => Math.Asinh(TreeLevel.BottomMass * p.SbottomMixing * p.SbottomMixing / Math.Pow(p["mQ3"] * p["mbR"], 1.5))),
        ("stau_mixing", p => Math.Asinh(TreeLevel.TauMass * p.StauMixing * p.StauMixing / Math.Pow(p["mL3"] * p["mtauR"], 1.5))),
    ];

    private static readonly (string Name, Func<Point, double> Value)[] Production =
    [
        ("log_M1", p => Math.Log(Math.Abs(p["M1"]) + Floor)),
        ("log_M2", p => Math.Log(Math.Abs(p["M2"]) + Floor)),
        ("log_mu", p => Math.Log(Math.Abs(p.Mu) + Floor)),
        .. LogOf("M3", "mqL", "muR", "mdR", "mlL", "meR", "mQ3", "mbR", "mL3"),
        ("log_chargino_1", p => Math.Log(p.Charginos.Light + Floor)),
        ("log_chargino_2", p => Math.Log(p.Charginos.Heavy + Floor)),
        ("wino_share", p => p.Mu * p.Mu / ((p.Mu * p.Mu) + (p["M2"] * p["M2"]))),
        ("log_stop_1", p => Log(p.Stops.Light)),
        ("log_stop_2", p => Log(p.Stops.Heavy)),
        ("log_sbottom_1", p => Log(p.Sbottoms.Light)),
        ("log_sbottom_2", p => Log(p.Sbottoms.Heavy)),
        ("log_stau_1", p => Log(p.Staus.Light)),
        ("log_tanb", p => Math.Log(p.TanBeta)),
        ("sign_mu_M2", p => Math.Sign(p.Mu * p["M2"]) * TreeLevel.SineTwoBeta(p.TanBeta)),
        ("sign_mu_M1", p => Math.Sign(p.Mu * p["M1"]) * TreeLevel.SineTwoBeta(p.TanBeta)),
    ];

    /// <summary>The 19 parameters and what the mass of the lightest Higgs boson depends on: the scale and the mixing of the top squarks, tan beta, and light sbottoms and staus.</summary>
    public static IReadOnlyList<string> HiggsMass { get; } = [.. Pmssm.Parameters, .. Higgs.Select(q => q.Name)];

    /// <summary>What production cross-sections depend on: logarithms of tree-level masses, and the composition of the charginos.</summary>
    public static IReadOnlyList<string> CrossSection { get; } = [.. Production.Select(q => q.Name), "M1", "M2", "mu", "At", "MA"];

    /// <summary>A table with the columns of <see cref="HiggsMass"/> and <see cref="CrossSection"/> added.</summary>
    /// <param name="points">A table with the 19 <see cref="Pmssm.Parameters"/>, in GeV.</param>
    /// <exception cref="ColumnNotFoundException">A parameter is missing.</exception>
    public static Table Add(Table points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var parameters = Pmssm.Parameters.ToDictionary(name => name, points.Values);
        foreach (var (name, value) in Higgs.Concat(Production).DistinctBy(q => q.Name))
        {
            var column = new float[points.Rows];
            for (var row = 0; row < column.Length; row++)
                column[row] = (float)value(new Point(parameters, row));
            points = points.WithColumn(name, column);
        }

        return points;
    }

    private static IEnumerable<(string, Func<Point, double>)> LogOf(params string[] names) =>
        names.Select(name => ("log_" + name, (Func<Point, double>)(p => Math.Log(p[name]))));

    private static double Log(double massSquared) => 0.5 * Math.Log(Math.Max(massSquared, Floor * Floor));

    /// <summary>The parameters of one row and what follows from them.</summary>
    private readonly struct Point(Dictionary<string, float[]> parameters, int row)
    {
        public double this[string parameter] => parameters[parameter][row];

        public double TanBeta => this["tanb"];

        public double Mu => this["mu"];

        public double SusyScale => Math.Sqrt(this["mQ3"] * this["mtR"]);

        public double StopMixing => this["At"] - (Mu / TanBeta);

        public double SbottomMixing => this["Ab"] - (Mu * TanBeta);

        public double StauMixing => this["Atau"] - (Mu * TanBeta);

        public (double Light, double Heavy) Charginos => TreeLevel.Charginos(this["M2"], Mu, TanBeta);

        public (double Light, double Heavy) Stops => TreeLevel.StopsSquared(this["mQ3"], this["mtR"], this["At"], Mu, TanBeta);

        public (double Light, double Heavy) Sbottoms => TreeLevel.SbottomsSquared(this["mQ3"], this["mbR"], this["Ab"], Mu, TanBeta);

        public (double Light, double Heavy) Staus => TreeLevel.StausSquared(this["mL3"], this["mtauR"], this["Atau"], Mu, TanBeta);
    }
}
