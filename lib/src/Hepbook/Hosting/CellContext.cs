using Hepbook.Engine;

namespace Hepbook.Hosting;

/// <summary>
/// The cell that is running now, for libraries that display progress or outputs and want to stop when asked.
/// Libraries that do not refer to this assembly find the type by its full name.
/// </summary>
public sealed class CellContext
{
    private static CellContext? current;
    private readonly IOutputSink sink;

    internal CellContext(IOutputSink sink, CancellationToken cancellationToken)
    {
        this.sink = sink;
        CancellationToken = cancellationToken;
    }

    /// <summary>The running cell, the same from every thread; null between cells.</summary>
    public static CellContext? Current => Volatile.Read(ref current);

    /// <summary>Signalled when the user interrupts the cell or its time is up; long work should stop soon after.</summary>
    public CancellationToken CancellationToken { get; }

    internal IOutputSink Sink => sink;

    /// <summary>Adds an output to the running cell.</summary>
    /// <param name="mimeBundle">MIME type to text; JSON types carry JSON text, binary images base64. At least one entry.</param>
    /// <returns>A handle that can replace the output later.</returns>
    /// <exception cref="ArgumentException">The bundle is empty.</exception>
    public IDisplayHandle Display(IReadOnlyDictionary<string, string> mimeBundle)
    {
        ArgumentNullException.ThrowIfNull(mimeBundle);
        if (mimeBundle.Count == 0)
            throw new ArgumentException("A display needs at least one MIME type.", nameof(mimeBundle));
        var handle = new Handle(sink, Guid.NewGuid().ToString("N"));
        sink.Display(handle.Id, mimeBundle);
        return handle;
    }

    /// <summary>Shows a line beside the running cell on the terminal, for example its progress; it is never stored.</summary>
    /// <param name="line">The text; only its first line is shown.</param>
    public void Status(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        sink.Status(line.Split('\n')[0].TrimEnd('\r'));
    }

    internal static void Enter(CellContext context) => Volatile.Write(ref current, context);

    internal static void Leave() => Volatile.Write(ref current, null);

    private sealed class Handle(IOutputSink sink, string id) : IDisplayHandle
    {
        public string Id => id;

        public void Update(IReadOnlyDictionary<string, string> mimeBundle)
        {
            ArgumentNullException.ThrowIfNull(mimeBundle);
            sink.UpdateDisplay(id, mimeBundle);
        }
    }
}
