using Hepbook.Assistance;
using Hepbook.Diagrams;
using Hepbook.Diagrams.Mermaid;
using Hepbook.Hosting;

namespace Hepbook.Engine;

/// <summary>Cells that are shown rather than run: HTML, Markdown, Mermaid.</summary>
/// <param name="language">The name as in <c>#!name</c>.</param>
/// <param name="bundle">What a front end gets for the text of a cell.</param>
internal sealed class MarkupSession(string language, Func<string, Dictionary<string, string>> bundle) : ILanguageSession
{
    /// <inheritdoc/>
    public string Language => language;

    /// <summary>The languages there are.</summary>
    public static IEnumerable<MarkupSession> All() =>
    [
        new("html", text => new() { ["text/html"] = text.Trim() }),
        new("markdown", text => new() { ["text/markdown"] = text.Trim() }),
        new("mermaid", DiagramBundle.Of),
    ];

    /// <inheritdoc/>
    public Task StartAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public LanguageResult Execute(string code, int cellNumber, CellGuard guard)
    {
        try
        {
            CellContext.Current!.Display(bundle(code));
            return new LanguageResult(null, null);
        }
        catch (MermaidSyntaxException e)
        {
            return new LanguageResult(null, ErrorDescription.OfCompilation([new CompilerError("Mermaid", e.Message, "", e.Line - 1, e.Column - 1)], code));
        }
    }

    /// <inheritdoc/>
    public CompletionList Complete(string code, int position) => CompletionList.None(position);

    /// <inheritdoc/>
    public Inspection? Inspect(string code, int position) => null;

    /// <inheritdoc/>
    public Completeness CompletenessOf(string code) => Completeness.Complete;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
