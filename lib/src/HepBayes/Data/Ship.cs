using HepBayes.Runtime;

namespace HepBayes.Data;

/// <summary>
/// The columns of the SHiP-like samples, and a reader for text files of that layout (18 columns, separator ", "): the bundled ones
/// or the course's own, unchanged. Units are in the names.
/// </summary>
public static class Ship
{
    /// <summary>The mass of the pair: it marks the particle that was simulated, so a network that sees it finds no other.</summary>
    public const string Mass = "Invariant Mass (GeV/c^2)";

    /// <summary>The label in disguise: 1 in files of signal, -1 in files of background.</summary>
    public const string GoodReco = "Good Reco";

    /// <summary>The label in disguise: 1 heavy neutral lepton, 2 dark photon, 3 neutralino, 4 background.</summary>
    public const string EventType = "Event Type";

    /// <summary>The 15 measured columns that may be inputs, in the order of the files.</summary>
    public static IReadOnlyList<string> Features { get; } =
    [
        "Mother Total Momentum (GeV/c)", "Mother Transverse Momentum (GeV/c)", "Mother Fraction of Transverse Momentum",
        "Opening Angle (rad)", "Impact Parameter (cm)",
        "Daughter1 Total Momentum (GeV/c)", "Daughter1 Transverse Momentum (GeV/c)", "Daughter1 Fraction of Transverse Momentum",
        "Daughter2 Total Momentum (GeV/c)", "Daughter2 Transverse Momentum (GeV/c)", "Daughter2 Fraction of Transverse Momentum",
        "Decay Z (cm)", "Decay X (cm)", "Decay Y (cm)", "DOCA (cm)",
    ];

    /// <summary>The four inputs of the course's network.</summary>
    public static IReadOnlyList<string> CourseInputs { get; } =
        ["Mother Total Momentum (GeV/c)", "Opening Angle (rad)", "Impact Parameter (cm)", "DOCA (cm)"];

    /// <summary>Columns that must not be inputs.</summary>
    public static IReadOnlyList<string> Forbidden { get; } = [Mass, GoodReco, EventType];

    /// <summary>Reads a file of signal and one of background; see <see cref="Combine"/>.</summary>
    /// <param name="signal">The path of the signal file.</param>
    /// <param name="background">The path of the background file.</param>
    /// <exception cref="UserErrorException">A file is missing or has a broken line (the message names file, line and column), or a column of the layout is missing.</exception>
    public static Table Read(string signal, string background) => Combine(TextTable.Read(signal), TextTable.Read(background));

    /// <summary>
    /// Signal rows and background rows in one table, with the columns <see cref="Datasets.Signal"/> (1 or 0) and
    /// <see cref="Datasets.Interaction"/> (equal where rows share a track) added.
    /// </summary>
    /// <param name="signal">The signal rows.</param>
    /// <param name="background">The background rows.</param>
    /// <exception cref="UserErrorException">A column of the layout is missing.</exception>
    public static Table Combine(Table signal, Table background)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(background);
        var table = Table.Concat(Labelled(signal, 1), Labelled(background, 0));
        return table.WithOwned(Datasets.Interaction, SharedTracks.Number(table));
    }

    private static Table Labelled(Table table, float label)
    {
        var missing = Features.Concat(Forbidden).Where(column => !table.Columns.Contains(column)).ToArray();
        if (missing.Length > 0)
            throw new UserErrorException($"{table.Source} lacks {missing.Length} of the 18 columns of the SHiP layout: {string.Join(", ", missing.Select(name => $"'{name}'"))}. It has {table.Columns.Count} numeric columns: {string.Join(", ", table.Columns)}.");
        var values = new float[table.Rows];
        Array.Fill(values, label);
        return table.WithOwned(Datasets.Signal, values);
    }
}
