using HepBayes.Networks;
using HepBayes.Networks.Kernels;

namespace HepBayes.Generative.Engine;

/// <summary>The memory of one thread for one tile of rows on its way through a flow, with all that the way back reads.</summary>
internal sealed unsafe class FlowWorkspace<T> where T : unmanaged
{
    public const int Rows = RowTiles<T>.TileRows;
    private readonly PinnedMemory<T> memory;
    private readonly int[] states;
    private readonly int[][] levels;
    private readonly int[][] noises;
    private int count;

    public FlowWorkspace(FlowLayout layout, bool variational)
    {
        var subnet = layout.Subnet;
        int[] widths = [.. Enumerable.Range(0, subnet.Layers + 1).Select(subnet.Width)];
        states = [.. Enumerable.Range(0, layout.Design.Blocks + 1).Select(_ => Take(layout.Dimensions))];
        levels = [.. Enumerable.Range(0, layout.Design.Blocks).Select(_ => widths.Select(Take).ToArray())];
        noises = variational ? [.. Enumerable.Range(0, layout.Design.Blocks).Select(_ => widths.Select(Take).ToArray())] : [];
        var conditions = Take(Math.Max(1, layout.Design.Conditions));
        var (log, weights) = (Take(1), Take(1));
        var (delta, next, squares, extra) = (Take(widths.Max()), Take(widths.Max()), Take(widths.Max()), Take(widths.Max()));
        var (gradient, mixed) = (Take(layout.Dimensions), Take(layout.Dimensions));
        var copy = Take(DenseKernels<T>.CopyBytes / sizeof(T));
        memory = new PinnedMemory<T>(count);
        var start = memory.Pointer;
        Conditions = start + conditions;
        LogDeterminant = start + log;
        Coefficients = start + weights;
        Delta = start + delta;
        Next = start + next;
        Squares = start + squares;
        Extra = start + extra;
        Gradient = start + gradient;
        Mixed = start + mixed;
        Copy = start + copy;
    }

    /// <summary>[conditions, tile rows].</summary>
    public T* Conditions { get; }

    /// <summary>[tile rows].</summary>
    public T* LogDeterminant { get; }

    /// <summary>What the log density of each row counts in a gradient, [tile rows].</summary>
    public T* Coefficients { get; }

    public T* Delta { get; private set; }

    public T* Next { get; private set; }

    public T* Squares { get; }

    public T* Extra { get; }

    /// <summary>Gradient with respect to the variables, [variables, tile rows].</summary>
    public T* Gradient { get; }

    public T* Mixed { get; }

    public T* Copy { get; }

    /// <summary>The variables in front of a block, after mixing; behind the last block those of the latent space.</summary>
    public T* State(int block) => memory.Pointer + states[block];

    /// <summary>A level of the network of a block; 0 is its input.</summary>
    public T* Level(int block, int level) => memory.Pointer + levels[block][level];

    /// <summary>For a variational layer the derivative of its sums with respect to their variance, at the outputs of the layer.</summary>
    public T* Noise(int block, int level) => memory.Pointer + noises[block][level];

    /// <summary>What was in Next is Delta from now on.</summary>
    public void Swap()
    {
        var next = Next;
        Next = Delta;
        Delta = next;
    }

    private int Take(int width)
    {
        var offset = count;
        count += width * Rows;
        return offset;
    }
}
