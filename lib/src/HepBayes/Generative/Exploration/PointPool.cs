using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>A finite set of points, each asked about at most once.</summary>
public sealed class PointPool : ICandidates
{
    private readonly Table points;
    private readonly PointIndex index;

    /// <summary>Makes a pool.</summary>
    /// <param name="points">The points, one a row, all different.</param>
    /// <param name="parameters">The columns that make a point; others are not looked at.</param>
    /// <exception cref="UserErrorException">A parameter is missing or not finite, or two points are equal.</exception>
    public PointPool(Table points, IReadOnlyList<string> parameters)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(parameters);
        this.points = points.Select([.. parameters]);
        Parameters = [.. parameters];
        index = new PointIndex(points, Parameters);
        Name = $"pool of {points.Rows} points, {this.points.Checksum(Parameters)[..16]}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Parameters { get; }

    /// <inheritdoc/>
    public int? Count => points.Rows;

    /// <summary>The row of a point in the table that the pool was made of.</summary>
    /// <param name="point">The parameters, exactly.</param>
    /// <exception cref="ArgumentException">The point is not in the pool.</exception>
    public int RowOf(ReadOnlySpan<float> point) =>
        index.Find(point) is >= 0 and var row ? row : throw new ArgumentException($"A point that begins with {point[0]} is not in the {Name}.", nameof(point));

    /// <inheritdoc/>
    public Table Next(IReadOnlyList<float[]> asked, int round, int seed)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var open = new bool[points.Rows];
        Array.Fill(open, true);
        foreach (var point in asked)
            open[RowOf(point)] = false;
        return points.Take([.. Enumerable.Range(0, open.Length).Where(row => open[row])]);
    }
}
