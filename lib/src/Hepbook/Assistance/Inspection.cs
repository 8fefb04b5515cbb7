using System.Text;

namespace Hepbook.Assistance;

/// <summary>What a name means.</summary>
/// <param name="Signature">Its declaration on one line.</param>
/// <param name="Summary">What it is for; empty if nothing is written about it.</param>
/// <param name="Details">Further headed paragraphs: parameters, the result, exceptions.</param>
internal sealed record Inspection(string Signature, string Summary, IReadOnlyList<(string Heading, string Text)> Details)
{
    /// <summary>As plain text.</summary>
    /// <param name="detailed">Whether more than signature and summary is wanted.</param>
    public string ToText(bool detailed) => Join(Signature, detailed, (heading, text) => $"{heading}: {text}");

    /// <summary>As Markdown.</summary>
    /// <param name="detailed">Whether more than signature and summary is wanted.</param>
    public string ToMarkdown(bool detailed) => Join($"```csharp\n{Signature}\n```", detailed, (heading, text) => $"- **{heading}**: {text}");

    private string Join(string head, bool detailed, Func<string, string, string> line)
    {
        var builder = new StringBuilder(head);
        if (Summary.Length > 0)
            builder.Append("\n\n").Append(Summary);
        if (detailed && Details.Count > 0)
            builder.Append("\n\n").AppendJoin('\n', Details.Select(d => line(d.Heading, d.Text)));
        return builder.ToString();
    }
}
