namespace HepBayes.Data;

/// <summary>
/// The bundled data sets: simulated, made with public physics codes; no experiment's data. Columns, units, origin and
/// simplifications are described in the README of each folder below <c>data/</c>. Each call reads the file and checks its SHA-256.
/// </summary>
/// <remarks>
/// The folder is the one that the environment variable HEPBAYES_DATA names, else the first <c>data</c> folder found upwards from the
/// current folder and from the library. All methods throw <see cref="Runtime.UserErrorException"/> where it, or a file in it, is
/// missing or altered.
/// </remarks>
public static class Datasets
{
    /// <summary>The name of the 0/1 column that <see cref="Ship"/> adds: 1 for a heavy neutral lepton.</summary>
    public const string Signal = "signal";

    /// <summary>The name of the column that <see cref="Ship"/> adds: equal numbers mark rows that share a track.</summary>
    public const string Interaction = "interaction";

    /// <summary>The folder that the data sets are read from.</summary>
    /// <exception cref="Runtime.UserErrorException">It was not found; the message says where it was looked for.</exception>
    public static string Folder => DataFolder.Find();

    /// <summary>
    /// The pMSSM points: 150,000 rows with 19 parameters, validity, masses, neutralino mixing and 13 TeV cross-sections; see
    /// <see cref="Data.Pmssm"/> for the columns. Masses and cross-sections are NaN where there are none; for masses use rows with
    /// valid = 1 and an empty problem (87,066).
    /// </summary>
    public static Table Pmssm() => DataFile.Pmssm.Load(Folder);

    /// <summary>Leading-order cross-sections (pb) per process computed with Prospino 2 for the first 1,500 valid points, next-to-leading order for 100 of them (NaN elsewhere); column id is that of <see cref="Pmssm"/>.</summary>
    public static Table PmssmProspino() => DataFile.PmssmProspino.Load(Folder);

    /// <summary>Vector-like quark pairs and dilepton backgrounds at 13 TeV: 142,000 rows, 69 features and 9 generator columns (gen_*, not for training).</summary>
    public static Table Vlq() => DataFile.Vlq.Load(Folder);

    /// <summary>
    /// Heavy neutral leptons N -> pi mu and background in a SHiP-like experiment, signal rows first, with two columns added:
    /// <see cref="Signal"/> (0 or 1) and <see cref="Interaction"/> (equal where rows share a track; split by it as a group, or the
    /// same track lies in training and test rows). 'Good Reco' and 'Event Type' are labels in disguise, not inputs.
    /// </summary>
    /// <param name="conditions">Whether the vessel is evacuated or full of air.</param>
    public static Table Ship(ShipConditions conditions = ShipConditions.Vacuum)
    {
        var (signal, background) = conditions switch
        {
            ShipConditions.Vacuum => (DataFile.ShipSignalVacuum, DataFile.ShipBackgroundVacuum),
            ShipConditions.Air => (DataFile.ShipSignalAir, DataFile.ShipBackgroundAir),
            _ => throw new ArgumentOutOfRangeException(nameof(conditions), conditions, "Choose Vacuum or Air."),
        };
        var folder = Folder;
        return Data.Ship.Combine(signal.Load(folder), background.Load(folder));
    }

    /// <summary>Muon pairs of 2 to 120 GeV at 7 TeV in the layout of the CMS open-data education files: 60,000 rows, 19 columns. The relative heights of the peaks are chosen, not physical.</summary>
    public static Table Dimuon() => DataFile.Dimuon.Load(Folder);

    /// <summary>The first 2,000 rows of <see cref="Dimuon"/>, read from text (CSV).</summary>
    public static Table DimuonSample() => DataFile.DimuonSample.Load(Folder);
}
