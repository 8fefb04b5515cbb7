using HepBayes.Data;

namespace HepBayes.Physics;

/// <summary>Finds the columns of muon pairs under the names that different files give them.</summary>
internal sealed class MuonPairColumns(Table table)
{
    // What is used, and what files call it besides, without case, blanks and underscores; 1 and 2 are added.
    private static readonly Dictionary<string, string[]> Aliases = new(StringComparer.Ordinal)
    {
        ["E"] = ["energy", "e"],
        ["px"] = [],
        ["py"] = [],
        ["pz"] = [],
        ["pt"] = ["ptmu", "transversemomentum"],
        ["eta"] = ["pseudorapidity"],
        ["phi"] = ["azimuth"],
        ["Q"] = ["charge", "ch"],
        ["M"] = ["mass", "m", "invmass", "invariantmass", "dimuonmass"],
    };

    /// <summary>The column of a quantity of one muon, or null.</summary>
    public string? Find(string quantity, int muon = 0)
    {
        var suffix = muon == 0 ? "" : muon.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] wanted = [Plain(quantity + suffix), .. Aliases[quantity].SelectMany(a => (string[])[a + suffix, "mu" + suffix + a, "muon" + suffix + a])];
        return table.Columns.FirstOrDefault(c => wanted.Contains(Plain(c)));
    }

    /// <summary>The columns of a quantity of both muons, or null if one is missing.</summary>
    public (string First, string Second)? Both(string quantity) =>
        Find(quantity, 1) is { } first && Find(quantity, 2) is { } second ? (first, second) : null;

    /// <summary>Says which column is missing, with the nearest names that exist.</summary>
    public ColumnNotFoundException Missing(string name) => ColumnNotFoundException.In(table.Source, name, table.Columns);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
