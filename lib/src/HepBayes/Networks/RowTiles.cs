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
    private T* weights;
    private readonly int[]? rowsIn;

    /// <summary>Room for tiles that are set one by one, again and again; without event weights.</summary>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="features">Number of input features.</param>
    /// <param name="targetColumns">Number of targets a row, at least 1.</param>
    public RowTiles(int tiles, int features, int targetColumns)
    {
        (Rows, Features, TargetColumns, Tiles, rowsIn) = (tiles * TileRows, features, targetColumns, tiles, new int[tiles]);
        inputs = Cleared(features);
        targets = Cleared(targetColumns);
    }

    /// <summary>Copies rows into tiles.</summary>
    /// <param name="x">Inputs, row by row, [rows, features].</param>
    /// <param name="y">Targets, row by row, [rows, target columns]; empty if there are none.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="features">Number of input features.</param>
    /// <param name="targetColumns">Number of targets a row; 0 if there are none.</param>
    /// <param name="w">Event weights, [rows]; empty if all are 1.</param>
    public RowTiles(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, int features, int targetColumns, ReadOnlySpan<float> w = default)
    {
        (Rows, Features, TargetColumns) = (rows, features, targetColumns);
        Tiles = (rows + TileRows - 1) / TileRows;
        inputs = Fill(x, features);
        targets = targetColumns > 0 ? Fill(y, targetColumns) : null;
        weights = w.IsEmpty ? null : Fill(w, 1);
    }

    ~RowTiles() => Free();

    public int Rows { get; }

    public int Features { get; }

    public int TargetColumns { get; }

    public int Tiles { get; }

    public bool HasWeights => weights != null;

    public int RowsIn(int tile) => rowsIn?[tile] ?? Math.Min(TileRows, Rows - (tile * TileRows));

    public T* Inputs(int tile) => inputs + ((nint)tile * Features * TileRows);

    public T* Targets(int tile) => targets + ((nint)tile * TargetColumns * TileRows);

    /// <summary>Event weights of a tile; null if all are 1.</summary>
    public T* Weights(int tile) => weights == null ? null : weights + ((nint)tile * TileRows);

    /// <summary>Sets one tile of a room.</summary>
    /// <param name="tile">Its number.</param>
    /// <param name="rows">Rows that hold data.</param>
    /// <param name="x">Inputs, [feature, row of tile].</param>
    /// <param name="y">Targets, [target column, row of tile].</param>
    public void Set(int tile, int rows, ReadOnlySpan<T> x, ReadOnlySpan<T> y)
    {
        x.CopyTo(new Span<T>(Inputs(tile), Features * TileRows));
        y.CopyTo(new Span<T>(Targets(tile), TargetColumns * TileRows));
        rowsIn![tile] = rows;
    }

    /// <summary>The inputs row by row, [rows, features].</summary>
    public float[] InputRows() => Untiled(inputs, Features);

    /// <summary>The targets row by row, [rows, target columns].</summary>
    public float[] TargetRows() => Untiled(targets, TargetColumns);

    /// <summary>The event weights, [rows]; empty if all are 1.</summary>
    public float[] WeightRows() => HasWeights ? Untiled(weights, 1) : [];

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private T* Fill(ReadOnlySpan<float> source, int width)
    {
        var memory = Cleared(width);
        for (var row = 0; row < Rows; row++)
        {
            var tile = memory + ((nint)(row / TileRows) * width * TileRows) + (row % TileRows);
            for (var c = 0; c < width; c++)
                tile[c * TileRows] = Real.From<T>(source[(row * width) + c]);
        }

        return memory;
    }

    private T* Cleared(int width)
    {
        var count = (nuint)Tiles * TileRows * (nuint)width;
        var memory = (T*)NativeMemory.AlignedAlloc(count * (nuint)sizeof(T), 64);
        NativeMemory.Clear(memory, count * (nuint)sizeof(T));
        return memory;
    }

    private float[] Untiled(T* source, int width)
    {
        var result = new float[Rows * width];
        for (var row = 0; row < Rows; row++)
        {
            var tile = source + ((nint)(row / TileRows) * width * TileRows) + (row % TileRows);
            for (var c = 0; c < width; c++)
                result[(row * width) + c] = (float)Real.ToDouble(tile[c * TileRows]);
        }

        return result;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(inputs);
        NativeMemory.AlignedFree(targets);
        NativeMemory.AlignedFree(weights);
        inputs = targets = weights = null;
    }
}
