using System.Runtime.InteropServices;

namespace HepBayes.Networks;

/// <summary>
/// Rows of inputs and targets in blocks that stay in cache, feature by feature: <c>[tile, feature, row of tile]</c>. The
/// last tile is filled up with zeros. Owns native memory.
/// </summary>
internal sealed unsafe class RowTiles<T> : IDisposable where T : unmanaged
{
    /// <summary>Rows of a tile: four of the widest vectors of float32.</summary>
    public const int TileRows = 64;

    private T* inputs;
    private T* targets;

    /// <summary>Copies rows into tiles.</summary>
    /// <param name="x">Inputs, row by row, [rows, features].</param>
    /// <param name="y">Targets, row by row, [rows, outputs]; empty if there are none.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="features">Number of input features.</param>
    /// <param name="outputs">Number of targets a row; 0 if there are none.</param>
    public RowTiles(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, int features, int outputs)
    {
        (Rows, Features, Outputs) = (rows, features, outputs);
        Tiles = (rows + TileRows - 1) / TileRows;
        inputs = Fill(x, features);
        targets = outputs > 0 ? Fill(y, outputs) : null;
    }

    ~RowTiles() => Free();

    public int Rows { get; }

    public int Features { get; }

    public int Outputs { get; }

    public int Tiles { get; }

    public int RowsIn(int tile) => Math.Min(TileRows, Rows - (tile * TileRows));

    public T* Inputs(int tile) => inputs + ((nint)tile * Features * TileRows);

    public T* Targets(int tile) => targets + ((nint)tile * Outputs * TileRows);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private T* Fill(ReadOnlySpan<float> source, int width)
    {
        var count = (nuint)Tiles * TileRows * (nuint)width;
        var memory = (T*)NativeMemory.AlignedAlloc(count * (nuint)sizeof(T), 64);
        NativeMemory.Clear(memory, count * (nuint)sizeof(T));
        for (var row = 0; row < Rows; row++)
        {
            var tile = memory + ((nint)(row / TileRows) * width * TileRows) + (row % TileRows);
            for (var c = 0; c < width; c++)
                tile[c * TileRows] = Real.From<T>(source[(row * width) + c]);
        }

        return memory;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(inputs);
        NativeMemory.AlignedFree(targets);
        inputs = targets = null;
    }
}
