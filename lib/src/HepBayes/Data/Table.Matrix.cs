using HepBayes.Runtime;
using TorchSharp;

namespace HepBayes.Data;

/// <content>Hand-over to the networks.</content>
public sealed partial class Table
{
    /// <summary>Columns side by side in one array, row by row: element [row, column] is at <c>row * columns.Count + column</c>.</summary>
    /// <param name="columns">Names of numeric columns.</param>
    /// <param name="allowMissing">Whether NaN and infinite values pass; by default they are an error.</param>
    /// <returns>[rows, columns], row-major.</returns>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="UserErrorException">A value is NaN or infinite; the message names table, row and column.</exception>
    public float[] Matrix(IReadOnlyList<string> columns, bool allowMissing = false)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var sources = columns.Select(Values).ToArray();
        if (!allowMissing)
        {
            for (var column = 0; column < sources.Length; column++)
                CheckFinite(columns[column], sources[column]);
        }

        var width = sources.Length;
        var matrix = new float[checked((long)Rows * width)];

        // In blocks, so that the lines of the cache that a block of rows needs stay there for all columns.
        const int Block = 512;
        for (var start = 0; start < Rows; start += Block)
        {
            var end = Math.Min(start + Block, Rows);
            for (var column = 0; column < width; column++)
            {
                var source = sources[column];
                for (long row = start, target = ((long)start * width) + column; row < end; row++, target += width)
                    matrix[target] = source[row];
            }
        }

        return matrix;
    }

    /// <summary>Columns side by side as a tensor. The caller disposes it.</summary>
    /// <param name="columns">Names of numeric columns.</param>
    /// <param name="device">Where the tensor lies; CPU by default.</param>
    /// <param name="dtype">The type of its elements; float32 by default.</param>
    /// <param name="allowMissing">Whether NaN and infinite values pass; by default they are an error.</param>
    /// <returns>[rows, columns].</returns>
    /// <exception cref="ColumnNotFoundException">A column does not exist.</exception>
    /// <exception cref="UserErrorException">A value is NaN or infinite; the message names table, row and column.</exception>
    public torch.Tensor Tensor(IReadOnlyList<string> columns, torch.Device? device = null, torch.ScalarType? dtype = null, bool allowMissing = false)
    {
        var matrix = Matrix(columns, allowMissing);
        NativeLibraries.EnsureLoaded();
        return torch.tensor(matrix, [Rows, columns.Count], dtype: dtype ?? torch.ScalarType.Float32, device: device);
    }

    /// <summary>Throws if a column has a value that is NaN or infinite.</summary>
    internal void CheckFinite(string column, float[] values)
    {
        var row = Array.FindIndex(values, value => !float.IsFinite(value));
        if (row < 0)
            return;
        var count = values.Count(value => !float.IsFinite(value));
        throw new UserErrorException(
            $"Column '{column}' of {Source} is {(float.IsNaN(values[row]) ? "missing (NaN)" : "infinite")} in row {row} (rows count from 0; {count} of {Rows} rows are concerned). Keep the other rows with Where(row => float.IsFinite(row[\"{column}\"])), or leave the column out.");
    }
}
