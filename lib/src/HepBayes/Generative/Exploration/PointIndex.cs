using System.Runtime.InteropServices;
using HepBayes.Data;
using HepBayes.Runtime;

namespace HepBayes.Generative.Exploration;

/// <summary>Finds the row of a point in a table by the exact bits of its parameters.</summary>
internal sealed class PointIndex
{
    private readonly Dictionary<string, int> rows;

    /// <exception cref="UserErrorException">A parameter is missing or not finite, or two rows have the same parameters.</exception>
    public PointIndex(Table points, IReadOnlyList<string> parameters)
    {
        var (matrix, width) = (points.Matrix(parameters), parameters.Count);
        rows = new Dictionary<string, int>(points.Rows, StringComparer.Ordinal);
        for (var row = 0; row < points.Rows; row++)
        {
            if (!rows.TryAdd(Key(matrix.AsSpan(row * width, width)), row))
                throw new UserErrorException($"Row {row} of {points.Source} has the same parameters as an earlier row, so it would count twice. Remove duplicates first.");
        }
    }

    /// <summary>The row of a point; -1 if it is in none.</summary>
    public int Find(ReadOnlySpan<float> point) => rows.GetValueOrDefault(Key(point), -1);

    private static string Key(ReadOnlySpan<float> point) => new(MemoryMarshal.Cast<float, char>(point));
}
