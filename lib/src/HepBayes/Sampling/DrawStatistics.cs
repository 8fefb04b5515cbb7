namespace HepBayes.Sampling;

/// <summary>
/// The numbers that are kept with each draw, one row [chains, columns] a draw; <see cref="Columns"/> names them. They always
/// lie in memory: 48 bytes a draw and chain.
/// </summary>
internal sealed class DrawStatistics(int chains)
{
    private readonly List<double[]> rows = [];

    /// <summary>The numbers, in their order.</summary>
    public enum Column
    {
        /// <summary>Log density of the draw.</summary>
        LogDensity,

        /// <summary>Energy at the start of the trajectory.</summary>
        Energy,

        /// <summary>Acceptance probability.</summary>
        AcceptProbability,

        /// <summary>1 if a trajectory since the last kept draw diverged, else 0.</summary>
        Divergent,

        /// <summary>Leapfrog steps since the last kept draw.</summary>
        Leapfrogs,

        /// <summary>Depth of the trajectory's tree; -1 for samplers without one.</summary>
        TreeDepth,
    }

    /// <summary>Names of the columns, as they stand in files.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["log_density", "energy", "accept_probability", "divergent", "leapfrogs", "tree_depth"];

    /// <summary>Number of draws.</summary>
    public int Draws => rows.Count;

    /// <summary>Divergent kept draws, over all chains.</summary>
    public int Divergences { get; private set; }

    /// <summary>Takes over the numbers of one draw.</summary>
    /// <param name="row">[chains, columns].</param>
    public void Add(double[] row)
    {
        rows.Add(row);
        for (var chain = 0; chain < chains; chain++)
            Divergences += (int)row[Index(chain, Column.Divergent)];
    }

    /// <summary>One number of each draw, [chains][draws].</summary>
    /// <param name="column">Which number.</param>
    /// <param name="convert">Applied to each value.</param>
    public T[][] Of<T>(Column column, Func<double, T> convert) =>
        [.. Enumerable.Range(0, chains).Select(chain => rows.Select(row => convert(row[Index(chain, column)])).ToArray())];

    /// <summary>Where a number lies in a row.</summary>
    public static int Index(int chain, Column column) => (chain * Columns.Count) + (int)column;
}
