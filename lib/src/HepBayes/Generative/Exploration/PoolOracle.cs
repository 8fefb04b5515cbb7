using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>
/// Points that were computed before, as an oracle: it only knows these, and each answer counts as a call, also one that was given
/// before. Points are recognised by their parameters, which must be exactly those of the pool.
/// </summary>
public sealed class PoolOracle : IOracle
{
    private readonly Table pool;
    private readonly IReadOnlyList<string> parameters;
    private readonly Func<TableRow, OracleAnswer> answer;
    private readonly PointIndex index;
    private long calls;

    /// <summary>Makes an oracle of computed points.</summary>
    /// <param name="pool">The computed points.</param>
    /// <param name="parameters">The columns that say which point it is.</param>
    /// <param name="answer">Reads the answer from the point's row of the pool.</param>
    /// <exception cref="UserErrorException">A parameter is missing or not finite, or two rows have the same parameters.</exception>
    public PoolOracle(Table pool, IReadOnlyList<string> parameters, Func<TableRow, OracleAnswer> answer)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(answer);
        (this.pool, this.parameters, this.answer) = (pool, parameters, answer);
        index = new PointIndex(pool, parameters);
        Name = $"{pool.Rows} computed points, {pool.Checksum(parameters)[..16]}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Answers given so far.</summary>
    public long Calls => Interlocked.Read(ref calls);

    /// <inheritdoc/>
    /// <exception cref="UserErrorException">The point is not in the pool.</exception>
    public OracleAnswer Ask(TableRow point)
    {
        Span<float> values = stackalloc float[parameters.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = point[parameters[i]];
        var row = index.Find(values);
        if (row < 0)
            throw new UserErrorException($"A point with {parameters[0]} = {point[parameters[0]]} is not among the {pool.Rows} computed points of {pool.Source}: this oracle only replays those. Explore with a PointPool of the same table, or with a code that can compute new points.");
        Interlocked.Increment(ref calls);
        return answer(new TableRow(pool, row));
    }
}
