using Hepbook.Engine;

namespace Hepbook.Hosting;

/// <summary>
/// The cell that is running now, for libraries that display progress or outputs and want to stop when asked.
/// Libraries that do not refer to this assembly find the type by its full name.
/// </summary>
public sealed class CellContext
{
    // What a cell starts belongs to it for good; threads that no cell started see the running cell.
    private static readonly AsyncLocal<CellContext?> Own = new();
    private static CellContext? running;

    private readonly IOutputSink sink;
    private readonly CancellationToken cancellationToken;
    private volatile bool knowsToken;

    internal CellContext(IOutputSink sink, CancellationToken cancellationToken, ICellInput? input = null)
    {
        (this.sink, this.cancellationToken) = (sink, cancellationToken);
        Input = input;
    }

    /// <summary>
    /// The cell that this code belongs to: threads and tasks that a cell started belong to it even when it has ended. For
    /// other threads it is the running cell, and null between cells.
    /// </summary>
    public static CellContext? Current => Own.Value ?? Volatile.Read(ref running);

    /// <summary>Signalled when the user interrupts the cell or its time is up; long work should stop soon after.</summary>
    public CancellationToken CancellationToken
    {
        get
        {
            knowsToken = true;
            return cancellationToken;
        }
    }

    internal IOutputSink Sink => sink;

    internal ICellInput? Input { get; }

    /// <summary>The token for the engine's own use.</summary>
    internal CancellationToken StopToken => cancellationToken;

    /// <summary>Whether the cell's code has the token, and so may stop by itself.</summary>
    internal bool KnowsToken => knowsToken;

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

    /// <summary>Removes the cell's outputs so far.</summary>
    /// <param name="wait">Whether they stay until the next output comes, so that nothing flickers.</param>
    public void ClearOutput(bool wait = false) => sink.Clear(wait);

    /// <summary>Makes a cell the running one, and the owner of what is started from here.</summary>
    internal static void Enter(CellContext context)
    {
        Own.Value = context;
        Volatile.Write(ref running, context);
    }

    internal static void Leave()
    {
        Own.Value = null;
        Volatile.Write(ref running, null);
    }

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
