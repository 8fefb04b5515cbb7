using HepBayes.Networks;
using HepBayes.Networks.Kernels;

namespace HepBayes.Generative.Engine;

/// <summary>The memory of a dense network for one tile of rows: values, gradients and tangents of every level.</summary>
internal sealed unsafe class DenseSpace<T> where T : unmanaged
{
    public const int Rows = RowTiles<T>.TileRows;
    private readonly PinnedMemory<T> memory;
    private readonly int[] levels;
    private readonly int[] deltas;
    private readonly int[] tangents;
    private readonly int copy;
    private readonly int unused;
    private int count;

    public DenseSpace(Mlp shape)
    {
        int[] widths = [.. Enumerable.Range(0, shape.Layers + 1).Select(shape.Width)];
        levels = [.. widths.Select(Take)];
        deltas = [.. widths.Select(Take)];
        tangents = [.. widths.Select(Take)];
        copy = Take(DenseKernels<T>.CopyBytes / sizeof(T));
        unused = Take(widths.Max());
        memory = new PinnedMemory<T>(count);
    }

    /// <summary>Room for copies of <see cref="DenseKernels{T}.AddOuter"/>.</summary>
    public T* Copy => memory.Pointer + copy;

    /// <summary>Where results go that nobody reads.</summary>
    public T* Unused => memory.Pointer + unused;

    /// <summary>Values of a level, [width, tile rows]; 0 is the input.</summary>
    public T* Level(int level) => memory.Pointer + levels[level];

    /// <summary>The gradient with respect to the sums of a level, [width, tile rows]; at 0 with respect to the input.</summary>
    public T* Delta(int level) => memory.Pointer + deltas[level];

    /// <summary>How a level changes along a direction of the input, [width, tile rows].</summary>
    public T* Tangent(int level) => memory.Pointer + tangents[level];

    private int Take(int width)
    {
        var offset = count;
        count += width * Rows;
        return offset;
    }
}
