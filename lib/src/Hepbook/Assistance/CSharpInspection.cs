using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hepbook.Assistance;

/// <summary>Describes names in C# cells.</summary>
internal static class CSharpInspection
{
    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameOnly,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeModifiers
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.IncludeType,
        SymbolDisplayKindOptions.IncludeNamespaceKeyword | SymbolDisplayKindOptions.IncludeTypeKeyword,
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    // Variables of a script are fields of a class that the user never wrote.
    private static readonly SymbolDisplayFormat Bare = Format.WithMemberOptions(Format.MemberOptions & ~SymbolDisplayMemberOptions.IncludeContainingType);

    /// <summary>Describes the name at or just before a place; between the parentheses of a call, what is called.</summary>
    /// <returns>The description; null if there is no name or it is unknown.</returns>
    public static Inspection? At(CellView view, int position)
    {
        var root = view.Tree.GetRoot();
        position = Math.Clamp(position, 0, root.FullSpan.End);
        return NodesAt(root, position).Select(node => SymbolOf(view.Model, node)).FirstOrDefault(s => s is not null) is { } symbol ? Describe(view, symbol, position) : null;
    }

    private static IEnumerable<SyntaxNode> NodesAt(SyntaxNode root, int position)
    {
        foreach (var token in new[] { root.FindToken(position), root.FindToken(Math.Max(position - 1, 0)) })
        {
            if (token.Parent is { } parent && token.Span.Start <= position && position <= token.Span.End && (token.IsKind(SyntaxKind.IdentifierToken) || token.IsKeyword()))
                yield return parent;
        }

        // The innermost call whose parentheses the place lies in.
        var calls = root.FindToken(Math.Max(position - 1, 0)).Parent?.AncestorsAndSelf() ?? [];
        foreach (var call in calls.OfType<ArgumentListSyntax>().Where(a => a.OpenParenToken.Span.End <= position))
        {
            yield return call.Parent is InvocationExpressionSyntax invocation ? invocation.Expression : call.Parent!;
        }
    }

    private static ISymbol? SymbolOf(SemanticModel model, SyntaxNode node)
    {
        if (model.GetDeclaredSymbol(node) is { } declared)
            return declared;
        var info = model.GetSymbolInfo(node);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault() ?? model.GetMemberGroup(node).FirstOrDefault() ?? (model.GetTypeInfo(node).Type is { TypeKind: not TypeKind.Error } type ? type : null);
    }

    private static Inspection Describe(CellView view, ISymbol symbol, int position)
    {
        var signature = symbol.ToDisplayString(symbol.ContainingType?.IsScriptClass == true ? Bare : Format);
        var others = symbol is IMethodSymbol { ContainingType: { } type } ? view.Model.LookupSymbols(position, type, symbol.Name).Length - 1 : 0;
        if (others > 0)
            signature += $" (and {others} more)";
        var documented = symbol is IMethodSymbol { ReducedFrom: { } original } ? original : symbol;
        return XmlDocumentation.Of(documented, view.Compilation) is { } documentation
            ? new Inspection(signature, documentation.Summary, documentation.Details)
            : new Inspection(signature, "", []);
    }
}
