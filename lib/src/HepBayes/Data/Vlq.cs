using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>
/// The columns and samples of <see cref="Datasets.Vlq"/>: pairs of vector-like quarks T and dilepton backgrounds. Features are
/// found by name, so a file may have them in any order.
/// </summary>
public static class Vlq
{
    /// <summary>Text column: the simulated process, one of <see cref="Signals"/> or <see cref="Backgrounds"/>.</summary>
    public const string Sample = "gen_sample";

    /// <summary>Text column: the generator filter with the slice in the transverse momentum of the hard process.</summary>
    public const string Slice = "gen_filter";

    /// <summary>Text column: "signal" or "bkg".</summary>
    public const string Label = "gen_label";

    /// <summary>Text column: train, val or test, a third of each slice each.</summary>
    public const string Part = "gen_split";

    /// <summary>The cross-section of the slice (pb), branching ratios and filter included.</summary>
    public const string CrossSection = "gen_xsec";

    /// <summary>The weight of a row (pb): <see cref="CrossSection"/> divided by the number of events that were generated, before any cut.</summary>
    public const string GeneratorWeight = "gen_weight";

    /// <summary>The column that <see cref="Prepare"/> adds: the number of events that a row stands for at the chosen luminosity.</summary>
    public const string EventWeight = "event_weight";

    /// <summary>The samples of signal, by rising mass of the T.</summary>
    public static IReadOnlyList<string> Signals { get; } = ["VLQ_T1000", "VLQ_T1200", "VLQ_T1400"];

    /// <summary>The samples of background, by rising cross-section after the selection.</summary>
    public static IReadOnlyList<string> Backgrounds { get; } = ["ZZ", "WZ", "WW", "ttbar", "Zjets"];

    /// <summary>Leading and subleading electron and muon: momentum, pseudorapidity, azimuth, and the numbers of each.</summary>
    public static IReadOnlyList<string> Leptons { get; } =
        [.. Slots("Electron", 2, "Eta", "PT", "Phi"), "Electron_Multi", .. Slots("Muon", 2, "Eta", "PT", "Phi"), "Muon_Multi"];

    /// <summary>The five leading jets (R = 0.5) with their b tags, and the number of jets.</summary>
    public static IReadOnlyList<string> Jets { get; } = [.. Slots("Jet", 5, "BTag", "Eta", "Mass", "PT", "Phi"), "Jet_Multi"];

    /// <summary>The five leading large-R jets (R = 0.8) with the N-subjettiness of the first, and the number of them.</summary>
    public static IReadOnlyList<string> LargeRadiusJets { get; } =
        [.. Slots("FatJet", 5, "Eta", "Mass", "PT", "Phi"), .. Slots("FatJet", 1, "Tau1", "Tau2", "Tau3", "Tau4", "Tau5"), "FatJet_Multi"];

    /// <summary>Quantities of the whole event: missing transverse momentum and the scalar sum of transverse momenta.</summary>
    public static IReadOnlyList<string> EventTotals { get; } = ["MissingET_MET", "MissingET_Phi", "ScalarHT_HT"];

    /// <summary>The 69 features, in alphabetical order as in the file.</summary>
    public static IReadOnlyList<string> Features { get; } =
        [.. Leptons.Concat(Jets).Concat(LargeRadiusJets).Concat(EventTotals).Order(StringComparer.Ordinal)];

    /// <summary>The features that are azimuths (rad, -pi to pi): 15 of them.</summary>
    public static IReadOnlyList<string> Azimuths { get; } = [.. Features.Where(name => name.EndsWith("_Phi", StringComparison.Ordinal))];

    /// <summary>The features that tell whether an object is there at all: the transverse momentum of each slot (GeV), 0 where it is empty.</summary>
    public static IReadOnlyList<string> Momenta { get; } = [.. Features.Where(name => name.EndsWith("_PT", StringComparison.Ordinal))];

    /// <summary>The generator's columns that are not text; like all that begin with gen_ they must not be inputs.</summary>
    public static IReadOnlyList<string> Forbidden { get; } = [CrossSection, GeneratorWeight, "gen_n_btags", EventWeight];

    /// <summary>
    /// Rows ready for a study: <see cref="Datasets.Signal"/> (1 or 0) and <see cref="EventWeight"/> are added. The weight is
    /// w = sigma L / N_generated; sums of it are expected numbers of events, whatever is cut away afterwards.
    /// </summary>
    /// <param name="table">Rows with the 69 features, in any order, and the generator's columns.</param>
    /// <param name="luminosity">The integrated luminosity L (fb^-1). Range: > 0.</param>
    /// <exception cref="UserErrorException">Columns are missing (all are named), or a sample or class is unknown (the nearest names are given).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The luminosity is not positive.</exception>
    public static Table Prepare(Table table, double luminosity)
    {
        ArgumentNullException.ThrowIfNull(table);
        var missing = Features.Concat([GeneratorWeight, Sample, Label]).Where(column => !table.Has(column)).ToArray();
        if (missing.Length > 0)
            throw new UserErrorException($"{table.Source} lacks {missing.Length} of the 72 columns that the study needs: {string.Join(", ", missing.Take(12).Select(name => Hint(name, table.Columns)))}{(missing.Length > 12 ? " and more" : "")}.");
        CheckSamples(table.TextValues(Sample).Distinct(), table.Source);
        var signal = Array.ConvertAll(table.TextValues(Label), text => text switch
        {
            "signal" => 1f,
            "bkg" => 0f,
            _ => throw new UserErrorException($"'{text}' in column '{Label}' of {table.Source} is no class; expected 'signal' or 'bkg'."),
        });
        return table.WithOwned(Datasets.Signal, signal).WithOwned(EventWeight, EventWeights.AtLuminosity(table, GeneratorWeight, luminosity));
    }

    /// <summary>The rows of some samples, in their order.</summary>
    /// <param name="table">Rows with the column <see cref="Sample"/>.</param>
    /// <param name="samples">Names of samples.</param>
    /// <exception cref="UserErrorException">A name is no sample; the message gives the nearest names.</exception>
    public static Table OfSamples(Table table, params IReadOnlyCollection<string> samples)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(samples);
        CheckSamples(samples, "the VLQ samples");
        return table.Where(row => samples.Contains(row.Text(Sample)));
    }

    /// <summary>The mass of the T quark (GeV) of a sample of signal.</summary>
    /// <param name="sample">One of <see cref="Signals"/>.</param>
    /// <exception cref="UserErrorException">The name is no sample of signal.</exception>
    public static double Mass(string sample) => sample switch
    {
        "VLQ_T1000" => 1000,
        "VLQ_T1200" => 1200,
        "VLQ_T1400" => 1400,
        _ => throw new UserErrorException($"There is no sample of signal {Hint(sample, Signals)}; there are {string.Join(", ", Signals)}."),
    };

    /// <summary>The unit of a feature: "GeV", "rad", or empty for a pure number.</summary>
    /// <param name="feature">One of <see cref="Features"/>.</param>
    /// <exception cref="ColumnNotFoundException">The name is not a feature.</exception>
    public static string Unit(string feature)
    {
        if (!Features.Contains(feature))
            throw ColumnNotFoundException.In("the VLQ features", feature, [.. Features]);
        return feature[(feature.LastIndexOf('_') + 1)..] switch
        {
            "PT" or "Mass" or "MET" or "HT" => "GeV",
            "Phi" => "rad",
            _ => "",
        };
    }

    private static void CheckSamples(IEnumerable<string> samples, string where)
    {
        string[] known = [.. Signals, .. Backgrounds];
        if (samples.FirstOrDefault(sample => !known.Contains(sample)) is { } unknown)
            throw new UserErrorException($"There is no sample {Hint(unknown, known)} (found in {where}); the samples are {string.Join(", ", known)}.");
    }

    // The name with what may have been meant.
    private static string Hint(string name, IEnumerable<string> existing) =>
        NearestNames.Of(name, existing) is [var nearest, ..] ? $"'{name}' (nearest: '{nearest}')" : $"'{name}'";

    private static IEnumerable<string> Slots(string kind, int count, params string[] quantities) =>
        Enumerable.Range(1, count).SelectMany(slot => quantities.Select(quantity => $"{kind}{slot}_{quantity}"));
}
