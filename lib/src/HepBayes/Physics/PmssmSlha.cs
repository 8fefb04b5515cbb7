using System.Globalization;
using HepBayes.Data;

namespace HepBayes.Physics;

/// <summary>Translates between a row of pMSSM columns and files of the SUSY Les Houches Accord.</summary>
public static class PmssmSlha
{
    /// <summary>PDG codes of <see cref="Pmssm.Masses"/>, in their order.</summary>
    public static IReadOnlyList<int> MassCodes { get; } =
    [
        24, 25, 35, 36, 37, 1000021, 1000022, 1000023, 1000025, 1000035, 1000024, 1000037,
        1000001, 1000002, 1000003, 1000004, 1000005, 1000006, 1000011, 1000012, 1000013, 1000014, 1000015, 1000016,
        2000001, 2000002, 2000003, 2000004, 2000005, 2000006, 2000011, 2000013, 2000015,
    ];

    // Entries of EXTPAR; first and second generation share a parameter.
    private static readonly (int Entry, string Parameter)[] Extpar =
    [
        (1, "M1"), (2, "M2"), (3, "M3"), (11, "At"), (12, "Ab"), (13, "Atau"), (23, "mu"), (26, "MA"),
        (31, "mlL"), (32, "mlL"), (33, "mL3"), (34, "meR"), (35, "meR"), (36, "mtauR"),
        (41, "mqL"), (42, "mqL"), (43, "mQ3"), (44, "muR"), (45, "muR"), (46, "mtR"), (47, "mdR"), (48, "mdR"), (49, "mbR"),
    ];

    // As in the bundled points: SOFTSUSY's own defaults.
    private static readonly (int Entry, double Value, string Comment)[] StandardModel =
    [
        (1, 127.950, "1/alpha_em(MZ)"), (2, 1.1663787e-5, "G_F"), (3, 0.1181, "alpha_s(MZ)"), (4, 91.1876, "MZ"),
        (5, 4.18, "mb(mb)"), (6, 173.21, "mt(pole)"), (7, 1.77686, "mtau(pole)"),
    ];

    /// <summary>The input file of a point: general MSSM, soft parameters at M_SUSY, mu and the pole mass of A0 given; the settings of the bundled points.</summary>
    /// <param name="point">A row with the 19 <see cref="Pmssm.Parameters"/>.</param>
    /// <exception cref="ColumnNotFoundException">A parameter is missing.</exception>
    public static SlhaFile Input(TableRow point)
    {
        static SlhaEntry Whole(int entry, int value, string comment) => new([entry], value.ToString(CultureInfo.InvariantCulture), comment);
        return new SlhaFile(
        [
            new SlhaBlock("MODSEL", null, "", [Whole(1, 0, "general MSSM")]),
            new SlhaBlock("SMINPUTS", null, "", [.. StandardModel.Select(s => SlhaEntry.Of([s.Entry], s.Value, s.Comment))]),
            new SlhaBlock("MINPAR", null, "", [SlhaEntry.Of([3], point["tanb"], "tan beta(MZ)")]),
            new SlhaBlock("EXTPAR", null, "",
                [SlhaEntry.Of([0], -1, "soft parameters at M_SUSY"), .. Extpar.Select(e => SlhaEntry.Of([e.Entry], point[e.Parameter], e.Parameter))]),
            new SlhaBlock("SOFTSUSY", null, "", [SlhaEntry.Of([1], 1e-4, "accuracy"), SlhaEntry.Of([2], 0, "no quark mixing"), SlhaEntry.Of([27], 91.1876, "matching scale")]),
        ]);
    }

    /// <summary>
    /// The physical masses (GeV) of a spectrum, in the order of <see cref="Pmssm.Masses"/>; null where the block or one of them
    /// is missing or not a number, as for a point without a spectrum.
    /// </summary>
    /// <param name="spectrum">The output of a spectrum calculator.</param>
    public static float[]? Masses(SlhaFile spectrum)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        if (spectrum.Find("MASS") is not { } block)
            return null;
        float[] masses = [.. MassCodes.Select(code => (float)(block.Find(code)?.Number ?? double.NaN))];
        return masses.All(float.IsFinite) ? masses : null;
    }

    /// <summary>What the spectrum calculator complains of: entries 3 (warnings) and 4 (errors) of SPINFO, joined by ';'; empty if there is nothing.</summary>
    /// <param name="spectrum">The output of a spectrum calculator.</param>
    public static string Problems(SlhaFile spectrum)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        return string.Join(';', Complaints(spectrum).Select(e => e.Text));
    }

    /// <summary>Whether the spectrum calculator accepted the point: no entry 4 in SPINFO, and all masses are there.</summary>
    /// <param name="spectrum">The output of a spectrum calculator.</param>
    public static bool Accepted(SlhaFile spectrum) => Complaints(spectrum).All(e => e.Indices[0] != 4) && Masses(spectrum) is not null;

    private static IEnumerable<SlhaEntry> Complaints(SlhaFile spectrum) =>
        spectrum.Blocks.Where(b => b.Name.Equals("SPINFO", StringComparison.OrdinalIgnoreCase))
            .SelectMany(b => b.Entries).Where(e => e.Indices is [3] or [4]);
}
