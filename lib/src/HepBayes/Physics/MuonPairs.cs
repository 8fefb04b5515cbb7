using HepBayes.Data;

namespace HepBayes.Physics;

/// <summary>
/// Pairs of muons with their invariant masses, from the tables that CMS publishes for education, unchanged, and from the bundled
/// data set of the same layout.
/// </summary>
/// <remarks>
/// Accepted are files with E, px, py, pz or with pt, eta, phi of muons 1 and 2, with charges Q, with or without a mass M; upper and
/// lower case, blanks, underscores and further columns do not matter. Masses come from the column M where there is one, since it
/// was computed before rounding; otherwise from the momenta and the muon's mass.
/// </remarks>
/// <example><code>
/// var pairs = MuonPairs.Read("Jpsimumu.csv").OppositeCharge();
/// </code></example>
public sealed class MuonPairs
{
    private readonly double[] charges;

    private MuonPairs(Table table, double[] masses, double[] charges) => (Table, Masses, this.charges) = (table, masses, charges);

    /// <summary>The columns of the file.</summary>
    public Table Table { get; }

    /// <summary>The invariant masses in GeV; NaN where the numbers of the file allow none.</summary>
    public double[] Masses { get; }

    /// <summary>The number of pairs.</summary>
    public int Count => Masses.Length;

    /// <summary>The number of pairs without a mass.</summary>
    public int Unphysical => Masses.Count(double.IsNaN);

    /// <summary>Reads a file.</summary>
    /// <param name="path">A CSV file of muon pairs.</param>
    /// <returns>All pairs, of equal charges too.</returns>
    /// <exception cref="Runtime.UserErrorException">The file is missing or malformed.</exception>
    /// <exception cref="ColumnNotFoundException">A column that is needed is missing; the message gives the nearest names.</exception>
    public static MuonPairs Read(string path) => Of(TextTable.Read(path));

    /// <summary>Takes a table, for example <see cref="Datasets.Dimuon"/>.</summary>
    /// <param name="table">A table of muon pairs.</param>
    /// <returns>All pairs, of equal charges too.</returns>
    /// <exception cref="ColumnNotFoundException">A column that is needed is missing; the message gives the nearest names.</exception>
    public static MuonPairs Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = new MuonPairColumns(table);
        var first = columns.Find("Q", 1) ?? throw columns.Missing("Q1");
        var second = columns.Find("Q", 2) ?? throw columns.Missing("Q2");
        double[] charges = [.. table[first].Zip(table[second], (a, b) => (double)a * b)];
        return new MuonPairs(table, MassesOf(table, columns), charges);
    }

    /// <summary>The pairs of opposite charges: those that a neutral resonance can decay to.</summary>
    public MuonPairs OppositeCharge() => Where(row => charges[row] < 0);

    /// <summary>The pairs of equal charges: combinatorial background only, to compare with.</summary>
    public MuonPairs EqualCharge() => Where(row => charges[row] > 0);

    /// <summary>The pairs of a range of masses; those without a mass are in none.</summary>
    /// <param name="low">The lowest mass in GeV.</param>
    /// <param name="high">The highest mass in GeV.</param>
    public MuonPairs Between(double low, double high) => Where(row => Masses[row] >= low && Masses[row] <= high);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Count} muon pairs ({charges.Count(c => c < 0)} of opposite charge{(Unphysical > 0 ? FormattableString.Invariant($", {Unphysical} without a mass") : "")}; {Table.Source})");

    private static double[] MassesOf(Table table, MuonPairColumns columns)
    {
        if (columns.Find("M") is { } column)
            return [.. table[column].Select(m => m >= 0 ? (double)m : double.NaN)];
        if (columns.Both("pt") is { } pt && columns.Both("eta") is { } eta && columns.Both("phi") is { } phi)
            return Pairs(table, [pt, eta, phi], v => FourVector.FromPtEtaPhiMass(v[0], v[1], v[2], Resonance.MuonMass));
        if (columns.Both("px") is { } px && columns.Both("py") is { } py && columns.Both("pz") is { } pz)
            return Pairs(table, [px, py, pz], v => new FourVector(0, v[0], v[1], v[2]));
        var missing = new[] { "pt1", "eta1", "phi1", "pt2", "eta2", "phi2" }.First(n => columns.Find(n[..^1], n[^1] - '0') is null);
        throw columns.Missing(missing);
    }

    private static double[] Pairs(Table table, (string First, string Second)[] names, Func<double[], FourVector> make)
    {
        var first = Array.ConvertAll(names, n => table[n.First]);
        var second = Array.ConvertAll(names, n => table[n.Second]);
        FourVector Muon(float[][] columns, int row) => make(Array.ConvertAll(columns, c => (double)c[row]));
        return [.. Enumerable.Range(0, table.Rows).Select(row => FourVector.PairMass(Muon(first, row), Muon(second, row), Resonance.MuonMass, Resonance.MuonMass))];
    }

    private MuonPairs Where(Func<int, bool> isKept)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(isKept)];
        return new MuonPairs(Table.Take(rows), [.. rows.Select(r => Masses[r])], [.. rows.Select(r => charges[r])]);
    }
}
