using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Physics;

/// <summary>
/// Inputs for networks that predict the mass spectrum: the 19 parameters, logarithms and squares of the masses among them (loop
/// corrections depend on ratios and on sums of squares), masses and mixings of the tree level.
/// </summary>
public static class SpectrumInputs
{
    // Logarithms need a floor where masses pass through 0 (GeV).
    private const double Floor = 50;

    private static readonly string[] Signed = ["M1", "M2", "mu"];
    private static readonly string[] Positive = ["M3", "MA", "mqL", "muR", "mdR", "mlL", "meR", "mQ3", "mtR", "mbR", "mL3", "mtauR"];
    private static readonly string[] Mixed = ["m_chi_1", "m_chi_2", "m_chi_3", "m_chip_1", "m_chip_2", "m_t_1", "m_t_2", "m_b_1", "m_b_2", "m_stau_1", "m_stau_2"];

    // Multiplicity times hypercharge of the scalars: the trace S that shifts all sfermions by their hypercharge (hep-ph/9709356, section 6.5).
    private static readonly (string Mass, int Weight)[] Trace =
    [
        ("mQ3", 1), ("mtR", -2), ("mbR", 1), ("mL3", -1), ("mtauR", 1), ("mqL", 2), ("muR", -4), ("mdR", 2), ("mlL", -2), ("meR", 2),
    ];

    private static readonly (string Name, Func<Func<string, double>, double> Value)[] Quantities =
    [
        .. Signed.Select(name => Quantity("ln_" + name, p => Math.Log(Math.Abs(p(name)) + Floor))),
        .. Positive.Append("tanb").Select(name => Quantity("ln_" + name, p => Math.Log(p(name)))),
        .. Positive.Select(name => Quantity("square_" + name, p => p(name) * p(name) / 1e6)),
        .. Mixed.Select(name => Quantity("ln_" + TreeLevelSpectrum.ColumnOf(name), p => Math.Log(Math.Abs(p(TreeLevelSpectrum.ColumnOf(name))) + Floor))),
        ("mixing_stop", p => (p("At") - (p("mu") / p("tanb"))) / Math.Sqrt(p("mQ3") * p("mtR"))),
        ("mixing_stop_ln", p => Math.Log(1 + (Math.Pow(p("At") - (p("mu") / p("tanb")), 2) / (p("mQ3") * p("mtR"))))),
        ("mixing_sbottom", p => Mixing(TreeLevel.BottomMass, p("Ab") - (p("mu") * p("tanb")), p("mQ3") * p("mbR"))),
        ("mixing_stau", p => Mixing(TreeLevel.TauMass, p("Atau") - (p("mu") * p("tanb")), p("mL3") * p("mtauR"))),
        ("sign_mu_M1", p => Math.Sign(p("mu") * p("M1")) * TreeLevel.SineTwoBeta(p("tanb"))),
        ("sign_mu_M2", p => Math.Sign(p("mu") * p("M2")) * TreeLevel.SineTwoBeta(p("tanb"))),
        ("trace_hypercharge", p => Trace.Sum(t => t.Weight * p(t.Mass) * p(t.Mass)) / 1e6),
    ];

    /// <summary>The 19 parameters and what <see cref="Add"/> makes of them.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. Pmssm.Parameters, .. Quantities.Select(q => q.Name)];

    /// <summary>A table with <see cref="TreeLevelSpectrum.Columns"/> and <see cref="Columns"/> added.</summary>
    /// <param name="points">A table with the 19 <see cref="Pmssm.Parameters"/>, in GeV.</param>
    /// <exception cref="ColumnNotFoundException">A parameter is missing.</exception>
    public static Table Add(Table points)
    {
        var table = TreeLevelSpectrum.Add(points);
        var sources = Pmssm.Parameters.Concat(TreeLevelSpectrum.Columns).ToDictionary(name => name, table.Values);
        var results = Quantities.Select(_ => new float[points.Rows]).ToArray();
        Parallel.For(0, points.Rows, Compute.Parallel, row =>
        {
            for (var q = 0; q < results.Length; q++)
                results[q][row] = (float)Quantities[q].Value(name => sources[name][row]);
        });
        for (var q = 0; q < results.Length; q++)
            table = table.WithColumn(Quantities[q].Name, results[q]);
        return table;
    }

    private static (string, Func<Func<string, double>, double>) Quantity(string name, Func<Func<string, double>, double> value) => (name, value);

    private static double Mixing(double fermion, double mixing, double product) => Math.Asinh(fermion * mixing * mixing / Math.Pow(product, 1.5));
}
