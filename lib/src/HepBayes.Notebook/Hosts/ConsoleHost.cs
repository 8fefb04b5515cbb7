namespace HepBayes.Notebooks.Hosts;

/// <summary>An ordinary program: one line of a terminal that is overwritten, or only the last state where output goes to a file.</summary>
/// <param name="terminal">Where to write; the console if null.</param>
/// <param name="interactive">Whether a line can be overwritten; asked of the console if null.</param>
internal sealed class ConsoleHost(TextWriter? terminal = null, bool? interactive = null) : NotebookHost
{
    /// <inheritdoc/>
    public override string Name => "program";

    /// <inheritdoc/>
    public override bool KeepsJson => true;

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => default;

    /// <inheritdoc/>
    public override IDisplayed Display(string html, string text) =>
        new Line(terminal ?? Console.Out, interactive ?? !Console.IsOutputRedirected, text);

    private sealed class Line : IDisplayed
    {
        private readonly TextWriter terminal;
        private readonly bool interactive;
        private int width;

        public Line(TextWriter terminal, bool interactive, string text)
        {
            this.terminal = terminal;
            this.interactive = interactive;
            Write(text);
        }

        public void Update(string html, string text, bool final)
        {
            if (interactive)
                Write(text);
            else if (final)
                terminal.Write(text);
            if (final)
                terminal.WriteLine();
        }

        private void Write(string text)
        {
            if (!interactive)
                return;
            terminal.Write('\r' + text.PadRight(width));
            width = text.Length;
        }
    }
}
