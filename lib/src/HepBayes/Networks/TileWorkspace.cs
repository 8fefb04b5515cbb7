using System.Runtime.InteropServices;
using HepBayes.Networks.Kernels;

namespace HepBayes.Networks;

/// <summary>
/// Memory of one thread for the passes over a block of tiles: the activations of every level, what is kept beside them,
/// two gradients of the widest level, a copy for the kernels, and the transposed weights. Owns native memory.
/// </summary>
internal sealed unsafe class TileWorkspace<T> : IDisposable where T : unmanaged
{
    private const int Alignment = 64;
    private const int MostTiles = 8;

    // What one core holds in its second cache, roughly.
    private const int CacheBytes = 800 * 1024;

    private readonly nint[] levels;
    private readonly nint[] besides;
    private readonly nint[] transposed;
    private T* memory;

    /// <param name="network">The architecture.</param>
    /// <param name="keepsBeside">Whether something is kept beside the activations.</param>
    /// <param name="tiles">Tiles of a block; null for as many as stay in cache.</param>
    public TileWorkspace(Mlp network, bool keepsBeside, int? tiles = null)
    {
        (levels, besides, transposed) = (new nint[network.Layers + 1], new nint[network.Layers + 1], new nint[network.Layers]);
        Tiles = tiles ?? TilesFor(network, keepsBeside);
        nint total = 0;
        nint Take(nint count)
        {
            var offset = total;
            total += (count + Alignment - 1) / Alignment * Alignment;
            return offset;
        }

        for (var level = 0; level <= network.Layers; level++)
        {
            levels[level] = Take(Tiles * TileStride(network.Width(level)));
            besides[level] = keepsBeside && level > 0 && level < network.Layers ? Take(Tiles * TileStride(network.Width(level))) : levels[level];
        }

        for (var layer = 1; layer < network.Layers; layer++)
            transposed[layer] = Take(network.Layout.Weight(layer).Count);
        var widest = Tiles * TileStride(Enumerable.Range(1, network.Layers).Max(network.Width));
        var (delta, next, copy) = (Take(widest), Take(widest), Take(RowTiles<T>.TileRows * DenseKernels<T>.CopyBytes / sizeof(T)));
        memory = (T*)NativeMemory.AlignedAlloc((nuint)total * (nuint)sizeof(T), Alignment);
        Delta = memory + delta;
        NextDelta = memory + next;
        Copy = memory + copy;
    }

    ~TileWorkspace() => Free();

    /// <summary>Tiles of a block.</summary>
    public int Tiles { get; }

    public T* Delta { get; }

    public T* NextDelta { get; }

    /// <summary>What the kernels of the weights' gradients need for a tile.</summary>
    public T* Copy { get; }

    /// <summary>Tiles of a block: many share the cost of reading the weights, but should stay in cache.</summary>
    public static int TilesFor(Mlp network, bool keepsBeside) =>
        Math.Clamp(CacheBytes / (TileNumbers(network, keepsBeside) * RowTiles<T>.TileRows * sizeof(T)), 2, MostTiles);

    /// <summary>Upper limit of the memory of one thread in bytes.</summary>
    public static long MostBytes(Mlp network)
    {
        // Eight lines for each level: what is added between its tiles.
        var tile = (TileNumbers(network, true) * (long)RowTiles<T>.TileRows * sizeof(T)) + (8L * 64 * ((2 * network.Layers) + 3));
        var weights = Enumerable.Range(0, network.Layers).Sum(layer => (long)network.Layout.Weight(layer).Count);
        return (MostTiles * tile) + (weights * sizeof(T)) + (RowTiles<T>.TileRows * DenseKernels<T>.CopyBytes);
    }

    /// <summary>
    /// Numbers from tile to tile for a level of some width. Tiles whose distance is a multiple of a large power of two would
    /// compete for the same places of the nearest cache; an odd multiple of four cache lines spreads them.
    /// </summary>
    public static nint TileStride(int width)
    {
        var line = 64 / sizeof(T);
        var lines = width * RowTiles<T>.TileRows / line;
        return (lines + ((4 - lines) & 7)) * (nint)line;
    }

    /// <summary>Activations of a level, tile by tile; level 0 is the input.</summary>
    public T* Level(int level) => memory + levels[level];

    /// <summary>What the backward pass reads for the slopes of a level: the level itself, or what is kept beside it.</summary>
    public T* Kept(int level) => memory + besides[level];

    /// <summary>Transposed weights of a layer, [outputs, inputs].</summary>
    public T* Transposed(int layer) => memory + transposed[layer];

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    // Numbers for each row of a tile.
    private static int TileNumbers(Mlp network, bool keepsBeside) =>
        Enumerable.Range(0, network.Layers + 1).Sum(network.Width)
            + (keepsBeside ? network.Hidden.Sum() : 0)
            + (2 * Enumerable.Range(1, network.Layers).Max(network.Width));

    private void Free()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
    }
}
