using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hepbook.Reports;

/// <summary>C# code as HTML with classes for its colours: k keyword, s string, n number, c comment, p directive, f call.</summary>
internal static class CodeHtml
{
    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    /// <summary>Colours code; text that is not C# comes out as it is.</summary>
    public static string Of(string code)
    {
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens())
        {
            foreach (var trivia in token.LeadingTrivia)
                Append(html, trivia.ToFullString(), ClassOf(trivia));
            Append(html, token.Text, ClassOf(token));
            foreach (var trivia in token.TrailingTrivia)
                Append(html, trivia.ToFullString(), ClassOf(trivia));
        }

        return html.ToString();
    }

    private static void Append(StringBuilder html, string text, string? style)
    {
        if (text.Length == 0)
            return;
        var encoded = WebUtility.HtmlEncode(text);
        html.Append(style is null ? encoded : $"<span class=\"{style}\">{encoded}</span>");
    }

    private static string? ClassOf(SyntaxTrivia trivia) =>
        trivia.IsDirective ? "p" : trivia.ToString().StartsWith("//", StringComparison.Ordinal) || trivia.ToString().StartsWith("/*", StringComparison.Ordinal) ? "c" : null;

    private static string? ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.IdentifierToken when token.Text is "var" or "await" or "record" => "k",
        SyntaxKind.IdentifierToken when token.GetNextToken().IsKind(SyntaxKind.OpenParenToken) => "f",
        SyntaxKind.IdentifierToken => null,
        var kind when kind.ToString().Contains("String", StringComparison.Ordinal) && !kind.ToString().EndsWith("Keyword", StringComparison.Ordinal) => "s",
        SyntaxKind.CharacterLiteralToken => "s",
        _ => token.IsKeyword() ? "k" : null,
    };
}
