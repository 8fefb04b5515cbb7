using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hepbook.Assistance;

/// <summary>Completes C# cells from what the compiler knows.</summary>
internal static class CSharpCompletion
{
    private const int Most = 1000;

    private static readonly string[] Keywords =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText), "async", "await", "dynamic", "get", "init", "nameof", "record", "required", "set", "var", "when", "where", "with", "yield",
    ];

    /// <summary>Completes at a place.</summary>
    /// <param name="view">The cell.</param>
    /// <param name="position">The place, from 0 to the length of the text.</param>
    /// <param name="folder">Where relative paths start.</param>
    public static CompletionList At(CellView view, int position, string folder)
    {
        var text = view.Tree.ToString();
        position = Math.Clamp(position, 0, text.Length);
        if (PathCompletion.At(text, position, folder) is { } paths)
            return paths;
        var (start, end) = Word(text, position);
        var root = view.Tree.GetRoot();
        if (IsText(root, position))
            return CompletionList.None(position);
        var prefix = text[start..position];
        var items = Target(root, start) is { } target ? Members(view, target, start) : Names(view, root, start, prefix);
        var found = items
            .Where(i => i.Text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(i => i.Text)
            .OrderByDescending(i => i.Text.StartsWith(prefix, StringComparison.Ordinal))
            .ThenBy(i => i.Text, StringComparer.OrdinalIgnoreCase)
            .Take(Most);
        return new CompletionList([.. found], start, end);
    }

    private static (int Start, int End) Word(string text, int position)
    {
        var (start, end) = (position, position);
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[start - 1]))
            start--;
        while (end < text.Length && SyntaxFacts.IsIdentifierPartCharacter(text[end]))
            end++;
        return (start, end);
    }

    // Inside of a comment or a string nothing is completed; in the holes of an interpolated string there are other tokens.
    private static bool IsText(SyntaxNode root, int position)
    {
        var trivia = root.FindTrivia(position - 1);
        if (position > 0 && trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia)
            return true;
        var token = root.FindToken(Math.Max(position - 1, 0));
        var isLiteral = token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.NumericLiteralToken;
        return isLiteral && token.SpanStart < position && (position < token.Span.End || token.IsKind(SyntaxKind.NumericLiteralToken) || token.ContainsDiagnostics);
    }

    // What stands before the dot, if there is one.
    private static ExpressionSyntax? Target(SyntaxNode root, int start)
    {
        if (start == 0)
            return null;
        var token = root.FindToken(start - 1);
        if (token.SpanStart >= start)
            token = token.GetPreviousToken();
        if (!token.IsKind(SyntaxKind.DotToken))
            return null;
        return token.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
            _ => null,
        };
    }

    private static IEnumerable<CompletionItem> Members(CellView view, ExpressionSyntax target, int position)
    {
        var (symbol, type) = Meaning(view.Model, target);
        if (symbol is INamespaceSymbol space)
            return Items(Opened(target, view.Model.LookupNamespacesAndTypes(position, space)));
        if (symbol is ITypeSymbol named)
            return Items(view.Model.LookupSymbols(position, named).Where(s => s.IsStatic || s is ITypeSymbol || s is IFieldSymbol { IsConst: true }));
        if (type is null or IErrorTypeSymbol)
            return [];
        return Items(view.Model.LookupSymbols(position, type, includeReducedExtensionMethods: true)
            .Where(s => s is not ITypeSymbol && (!s.IsStatic || s is IMethodSymbol { MethodKind: MethodKind.ReducedExtension })));
    }

    private static (ISymbol? Symbol, ITypeSymbol? Type) Meaning(SemanticModel model, ExpressionSyntax target)
    {
        var symbol = model.GetSymbolInfo(target).Symbol;
        var type = model.GetTypeInfo(target).Type;
        if (symbol is not null || type is not (null or IErrorTypeSymbol))
            return (symbol, type);
        // An unfinished line runs into the next one and reads as a type: ask again what it is as an expression.
        var expression = SyntaxFactory.ParseExpression(target.ToString());
        var binding = SpeculativeBindingOption.BindAsExpression;
        return (model.GetSpeculativeSymbolInfo(target.SpanStart, expression, binding).Symbol, model.GetSpeculativeTypeInfo(target.SpanStart, expression, binding).Type);
    }

    private static IEnumerable<CompletionItem> Names(CellView view, SyntaxNode root, int position, string prefix)
    {
        if (root.FindToken(Math.Max(position - 1, 0)).Parent is UsingDirectiveSyntax directive)
            return Items(Opened(directive, view.Model.LookupNamespacesAndTypes(position)));
        var symbols = view.Model.LookupSymbols(position).AsEnumerable();
        // With nothing typed yet, only what the user made is worth showing.
        if (prefix.Length == 0)
            return Items(symbols.Where(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol || s.ContainingType?.IsScriptClass == true));
        return Items(symbols).Concat(Keywords.Select(k => new CompletionItem(k, "keyword")));
    }

    // A plain using opens namespaces only; 'using static' and 'using X = ' name types too.
    private static IEnumerable<ISymbol> Opened(SyntaxNode node, IEnumerable<ISymbol> symbols) =>
        node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { Alias: null } directive && directive.StaticKeyword.IsKind(SyntaxKind.None) ? symbols.OfType<INamespaceSymbol>() : symbols;

    private static IEnumerable<CompletionItem> Items(IEnumerable<ISymbol> symbols) => symbols
        .Where(s => s.CanBeReferencedByName && !IsHidden(s))
        .Select(s => new CompletionItem(s.Name, SymbolKinds.Of(s)));

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(a =>
        a.AttributeClass?.Name == "EditorBrowsableAttribute" && a.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }]);
}
