namespace HepBayes.Data;

/// <summary>Finds rows of the SHiP-like samples that came from one interaction: they share a reconstructed track.</summary>
internal static class SharedTracks
{
    private static readonly string[] Daughters = ["Daughter1", "Daughter2"];

    /// <summary>Numbers the interactions, from 0 in order of appearance: rows linked by equal daughter tracks get equal numbers.</summary>
    public static float[] Number(Table table)
    {
        var parent = Enumerable.Range(0, table.Rows).ToArray();
        var firstWith = new Dictionary<(float, float), int>();
        foreach (var daughter in Daughters)
        {
            // Both components: in float32 the total momentum alone agrees by chance now and then.
            var total = table.Values(daughter + " Total Momentum (GeV/c)");
            var transverse = table.Values(daughter + " Transverse Momentum (GeV/c)");
            for (var row = 0; row < table.Rows; row++)
            {
                if (!firstWith.TryAdd((total[row], transverse[row]), row))
                    parent[Root(parent, row)] = Root(parent, firstWith[(total[row], transverse[row])]);
            }
        }

        var numbers = new Dictionary<int, int>();
        var result = new float[table.Rows];
        for (var row = 0; row < table.Rows; row++)
        {
            var root = Root(parent, row);
            numbers.TryAdd(root, numbers.Count);
            result[row] = numbers[root];
        }

        return result;
    }

    private static int Root(int[] parent, int row)
    {
        while (parent[row] != row)
            row = parent[row] = parent[parent[row]];
        return row;
    }
}
