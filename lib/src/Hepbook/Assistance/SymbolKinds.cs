using Microsoft.CodeAnalysis;

namespace Hepbook.Assistance;

/// <summary>Names kinds of symbols as front ends know them.</summary>
internal static class SymbolKinds
{
    /// <summary>One word for a symbol.</summary>
    public static string Of(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => "namespace",
        IMethodSymbol => "method",
        IPropertySymbol => "property",
        IEventSymbol => "event",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "enum member",
        IFieldSymbol { IsConst: true } => "constant",
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IRangeVariableSymbol => "variable",
        IFieldSymbol => "field",
        IParameterSymbol => "parameter",
        INamedTypeSymbol { IsRecord: true } => "record",
        INamedTypeSymbol type => type.TypeKind.ToString().ToLowerInvariant(),
        ITypeParameterSymbol => "type parameter",
        _ => "name",
    };
}
