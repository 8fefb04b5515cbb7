using System.Diagnostics.CodeAnalysis;

namespace Hepbook.Jupyter;

/// <summary>Passes the user's interrupts on to the cell that runs: the first asks it to stop, the second insists.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Who runs the cell disposes of its interrupts.")]
internal sealed class Interrupts
{
    private readonly Lock gate = new();
    private CellStop? current;

    /// <summary>A cell begins.</summary>
    public CellStop Begin()
    {
        lock (gate)
            return current = new CellStop(this);
    }

    /// <summary>The user interrupts; between cells nothing happens.</summary>
    public void Interrupt()
    {
        CellStop? cell;
        lock (gate)
            cell = current;
        cell?.Signal();
    }

    private void End(CellStop cell)
    {
        lock (gate)
        {
            if (current == cell)
                current = null;
        }
    }

    /// <summary>The interrupts of one cell.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "An interrupt may come while the cell ends; undisposed sources are only memory.")]
    internal sealed class CellStop(Interrupts owner) : IDisposable
    {
        private readonly CancellationTokenSource interrupt = new();
        private readonly CancellationTokenSource impatient = new();

        /// <summary>Signalled by the first interrupt.</summary>
        public CancellationToken Interrupt => interrupt.Token;

        /// <summary>Signalled by the second.</summary>
        public CancellationToken Impatient => impatient.Token;

        /// <summary>The cell has ended.</summary>
        public void Dispose() => owner.End(this);

        internal void Signal()
        {
            // Code of the user may hang on the token: it must not hold up who interrupts.
            var source = interrupt.IsCancellationRequested ? impatient : interrupt;
            _ = source.CancelAsync();
        }
    }
}
