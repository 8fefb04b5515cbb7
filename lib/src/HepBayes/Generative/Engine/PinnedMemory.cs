namespace HepBayes.Generative.Engine;

/// <summary>Numbers at a fixed address that begins a cache line, freed by the garbage collector like any array.</summary>
internal sealed unsafe class PinnedMemory<T> where T : unmanaged
{
    private const int Line = 64;
    private readonly T[] memory;
    private readonly int start;

    public PinnedMemory(int count)
    {
        memory = GC.AllocateArray<T>(count + (Line / sizeof(T)), pinned: true);
        fixed (T* first = memory)
            start = (int)((Line - ((long)first % Line)) % Line) / sizeof(T);
        Count = count;
    }

    public int Count { get; }

    /// <summary>The first number. Keep this object reachable while the pointer is in use.</summary>
    public T* Pointer
    {
        get
        {
            fixed (T* first = memory)
                return first + start;
        }
    }

    public Span<T> Span => memory.AsSpan(start, Count);
}
