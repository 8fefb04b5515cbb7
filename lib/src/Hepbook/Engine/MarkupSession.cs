using Hepbook.Assistance;
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
        new("html", text => new() { ["text/html"] = text }),
        new("markdown", text => new() { ["text/markdown"] = text }),
        // Front ends that know neither show the source, which is made to be read. Nothing is fetched from elsewhere.
        new("mermaid", text => new() { ["text/vnd.mermaid"] = text, ["text/markdown"] = $"```mermaid\n{text}\n```", ["text/plain"] = text }),
    ];

    /// <inheritdoc/>
    public Task StartAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public LanguageResult Execute(string code, int cellNumber, CellGuard guard)
    {
        CellContext.Current!.Display(bundle(code.Trim()));
        return new LanguageResult(null, null);
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
