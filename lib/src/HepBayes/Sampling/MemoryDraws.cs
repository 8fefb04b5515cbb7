namespace HepBayes.Sampling;

/// <summary>Draws in memory: 4 bytes a number, one array [chains, parameters] a draw, so that no single array limits a run.</summary>
internal sealed class MemoryDraws(int chains, int parameters) : DrawSource
{
    private readonly List<float[]> rows = [];

    /// <summary>Takes over one draw.</summary>
    /// <param name="row">[chains, parameters].</param>
    public void Add(float[] row) => rows.Add(row);

    public override ReadOnlySpan<float> Position(int chain, int draw) => rows[draw].AsSpan(chain * parameters, parameters);

    public override double[][] Parameter(int parameter) =>
        [.. Enumerable.Range(0, chains).Select(chain => rows.Select(row => (double)row[(chain * parameters) + parameter]).ToArray())];
}
