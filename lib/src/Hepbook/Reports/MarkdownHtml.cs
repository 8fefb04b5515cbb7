using System.Text.Json.Nodes;
using Hepbook.Notebooks;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Hepbook.Reports;

/// <summary>Markdown cells as HTML, with formulas in MathML and local images inside the page.</summary>
internal sealed class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseGridTables().UseMathematics().UseAutoLinks().UseTaskLists().UseFootnotes()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    private static readonly Dictionary<string, string> ImageTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".svg"] = "image/svg+xml",
        [".webp"] = "image/webp",
    };

    private readonly string folder;
    private readonly HashSet<string> identifiers = [];
    private readonly List<Heading> headings = [];

    /// <summary>Starts a page.</summary>
    /// <param name="folder">The notebook's folder, where relative image paths start.</param>
    public MarkdownHtml(string folder) => this.folder = folder;

    /// <summary>The headings seen so far, in order.</summary>
    public IReadOnlyList<Heading> Headings => headings;

    /// <summary>Renders a cell.</summary>
    public string Render(NotebookCell cell)
    {
        var document = Markdown.Parse(cell.Source, Pipeline);
        foreach (var image in document.Descendants<LinkInline>().Where(l => l.IsImage))
            image.Url = Embedded(image.Url, cell.Attachments);
        foreach (var heading in document.Descendants<HeadingBlock>())
            Register(heading);
        return Render(document);
    }

    private static string Render(MarkdownObject part)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineFormula());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new BlockFormula());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new MermaidFence());
        renderer.Render(part);
        return writer.ToString();
    }

    // Cells are rendered one by one; their headings share one page.
    private void Register(HeadingBlock heading)
    {
        var attributes = heading.GetAttributes();
        var wanted = string.IsNullOrEmpty(attributes.Id) ? "section" : attributes.Id;
        var id = wanted;
        for (var i = 1; !identifiers.Add(id); i++)
            id = $"{wanted}-{i}";
        attributes.Id = id;
        headings.Add(new Heading(heading.Level, id, heading.Inline is null ? "" : Render(heading.Inline)));
    }

    private string? Embedded(string? url, JsonObject? attachments)
    {
        if (string.IsNullOrEmpty(url))
            return url;
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
            return attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] is JsonObject bundle && bundle.FirstOrDefault() is { Value: not null } entry
                ? $"data:{entry.Key};base64,{MultilineText.FromJson(entry.Value)}"
                : url;
        if (url.Contains(':', StringComparison.Ordinal))
            return url;
        var file = Path.Combine(folder, Uri.UnescapeDataString(url));
        return ImageTypes.TryGetValue(Path.GetExtension(file), out var type) && File.Exists(file)
            ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(file))}"
            : url;
    }

    /// <summary>A heading of the page.</summary>
    /// <param name="Level">1 to 6.</param>
    /// <param name="Id">Its anchor.</param>
    /// <param name="Html">Its text as HTML.</param>
    internal sealed record Heading(int Level, string Id, string Html);

    private sealed class InlineFormula : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline formula) =>
            renderer.Write(TexToMathMl.Convert(formula.Content.ToString(), display: formula.DelimiterCount > 1));
    }

    private sealed class BlockFormula : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock formula) =>
            renderer.Write("<div class=\"formula\">" + TexToMathMl.Convert(formula.Lines.ToString(), display: true) + "</div>\n");
    }
}
