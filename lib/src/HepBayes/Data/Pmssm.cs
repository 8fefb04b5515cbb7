namespace HepBayes.Data;

/// <summary>
/// The columns of <see cref="Datasets.Pmssm"/>: the 19 parameters of the phenomenological MSSM (soft masses and trilinears at the
/// SUSY scale, as in Djouadi et al., hep-ph/9901246) and what SOFTSUSY computed from them.
/// </summary>
public static class Pmssm
{
    /// <summary>Number of the point, from 0.</summary>
    public const string Id = "id";

    /// <summary>1 where a physical spectrum exists, else 0.</summary>
    public const string Valid = "valid";

    /// <summary>Text column: SOFTSUSY's flags, separated by ';'; empty where there are none.</summary>
    public const string Problem = "problem";

    /// <summary>Text column: the kind of the lightest superpartner; empty where there is no spectrum.</summary>
    public const string LightestSuperpartner = "lsp";

    /// <summary>Total pair-production cross-section at 13 TeV (pb); NaN where the point is not valid.</summary>
    public const string CrossSection = "xsec_total_pb";

    /// <summary>The 19 input parameters, in the order of the file.</summary>
    public static IReadOnlyList<string> Parameters { get; } =
        ["M1", "M2", "M3", "mu", "MA", "tanb", "At", "Ab", "Atau", "mqL", "muR", "mdR", "mlL", "meR", "mQ3", "mtR", "mbR", "mL3", "mtauR"];

    /// <summary>
    /// The 33 physical masses (GeV), in the order of the file. Neutralino masses (m_chi_1 to m_chi_4) carry their sign; first and second
    /// generation sfermion masses are equal.
    /// </summary>
    public static IReadOnlyList<string> Masses { get; } =
    [
        "m_MW", "m_h0", "m_H0", "m_A0", "m_Hp", "m_gluino", "m_chi_1", "m_chi_2", "m_chi_3", "m_chi_4", "m_chip_1", "m_chip_2",
        "m_d_L", "m_u_L", "m_s_L", "m_c_L", "m_b_1", "m_t_1", "m_e_L", "m_nue_L", "m_mu_L", "m_numu_L", "m_stau_1", "m_nutau_L",
        "m_d_R", "m_u_R", "m_s_R", "m_c_R", "m_b_2", "m_t_2", "m_e_R", "m_mu_R", "m_stau_2",
    ];

    /// <summary>The first row of the neutralino mixing matrix (bino, wino, two higgsinos): its squares are the composition of the lightest neutralino.</summary>
    public static IReadOnlyList<string> Mixing { get; } = ["N11", "N12", "N13", "N14"];

    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        // Soft masses carry a capital M, physical masses a small one.
        ["M1"] = "M₁",
        ["M2"] = "M₂",
        ["M3"] = "M₃",
        ["mu"] = "μ",
        ["MA"] = "M(A⁰)",
        ["tanb"] = "tan β",
        ["At"] = "A(t)",
        ["Ab"] = "A(b)",
        ["Atau"] = "A(τ)",
        ["mqL"] = "M(q L)",
        ["muR"] = "M(u R)",
        ["mdR"] = "M(d R)",
        ["mlL"] = "M(l L)",
        ["meR"] = "M(e R)",
        ["mQ3"] = "M(Q₃)",
        ["mtR"] = "M(t R)",
        ["mbR"] = "M(b R)",
        ["mL3"] = "M(L₃)",
        ["mtauR"] = "M(τ R)",
        ["m_MW"] = "m(W)",
        ["m_h0"] = "m(h⁰)",
        ["m_H0"] = "m(H⁰)",
        ["m_A0"] = "m(A⁰)",
        ["m_Hp"] = "m(H⁺)",
        ["m_gluino"] = "m(gluino)",
        ["m_chi_1"] = "m(neutralino 1)",
        ["m_chi_2"] = "m(neutralino 2)",
        ["m_chi_3"] = "m(neutralino 3)",
        ["m_chi_4"] = "m(neutralino 4)",
        ["m_chip_1"] = "m(chargino 1)",
        ["m_chip_2"] = "m(chargino 2)",
        ["m_d_L"] = "m(sdown L)",
        ["m_u_L"] = "m(sup L)",
        ["m_s_L"] = "m(sstrange L)",
        ["m_c_L"] = "m(scharm L)",
        ["m_b_1"] = "m(sbottom 1)",
        ["m_t_1"] = "m(stop 1)",
        ["m_e_L"] = "m(selectron L)",
        ["m_nue_L"] = "m(e sneutrino)",
        ["m_mu_L"] = "m(smuon L)",
        ["m_numu_L"] = "m(μ sneutrino)",
        ["m_stau_1"] = "m(stau 1)",
        ["m_nutau_L"] = "m(τ sneutrino)",
        ["m_d_R"] = "m(sdown R)",
        ["m_u_R"] = "m(sup R)",
        ["m_s_R"] = "m(sstrange R)",
        ["m_c_R"] = "m(scharm R)",
        ["m_b_2"] = "m(sbottom 2)",
        ["m_t_2"] = "m(stop 2)",
        ["m_e_R"] = "m(selectron R)",
        ["m_mu_R"] = "m(smuon R)",
        ["m_stau_2"] = "m(stau 2)",
        ["N11"] = "N₁₁",
        ["N12"] = "N₁₂",
        ["N13"] = "N₁₃",
        ["N14"] = "N₁₄",
        ["xsec_strong_pb"] = "σ strong",
        ["xsec_ew_pb"] = "σ electroweak",
        ["xsec_total_pb"] = "σ total",
    };

    /// <summary>The interval that a parameter was drawn from, uniformly, in its unit.</summary>
    /// <param name="parameter">One of <see cref="Parameters"/>.</param>
    /// <exception cref="ColumnNotFoundException">The name is not a parameter.</exception>
    public static (double Low, double High) Range(string parameter) => parameter switch
    {
        "M1" or "M2" or "mu" => (-4000, 4000),
        "tanb" => (1, 60),
        "At" or "Ab" or "Atau" => (-7000, 7000),
        _ when Parameters.Contains(parameter) => (200, 4000),
        _ => throw ColumnNotFoundException.In("the pMSSM parameters", parameter, [.. Parameters]),
    };

    /// <summary>The name of a column as it stands in a figure, without unit: "tanb" gives "tan β".</summary>
    /// <param name="column">A parameter, mass, mixing or cross-section column.</param>
    /// <exception cref="ColumnNotFoundException">The column has no label.</exception>
    public static string Label(string column) => Labels.TryGetValue(column, out var label)
        ? label
        : throw ColumnNotFoundException.In("the pMSSM columns", column, Labels.Keys);

    /// <summary>The unit of a column: "GeV", "pb", or empty for a pure number.</summary>
    /// <param name="column">A parameter, mass, mixing or cross-section column.</param>
    /// <exception cref="ColumnNotFoundException">The column has no label.</exception>
    public static string Unit(string column)
    {
        Label(column);
        if (column == "tanb" || Mixing.Contains(column))
            return "";
        return column.EndsWith("_pb", StringComparison.Ordinal) ? "pb" : "GeV";
    }
}
