using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hepbook.Converting.Programs;

/// <summary>The names that a script declares: at its top level, and inside blocks and functions.</summary>
internal static class DeclaredNames
{
    /// <summary>A name declared inside the script, and where it holds.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Scope">The part of the script in which it holds.</param>
    /// <param name="InFunction">Whether it belongs to a function, where it may hide an outer name.</param>
    public sealed record Inner(string Name, TextSpan Scope, bool InFunction);

    /// <summary>The names that later cells see.</summary>
    public static IEnumerable<SyntaxToken> TopLevel(CompilationUnitSyntax script) =>
        script.DescendantNodes(n => n is not BaseTypeDeclarationSyntax).Select(Declared).Where(t => t.RawKind != 0 && ScopeOf(t.Parent!) is CompilationUnitSyntax);

    /// <summary>All other names.</summary>
    public static IReadOnlyList<Inner> InnerNames(CompilationUnitSyntax script) =>
    [
        .. script.DescendantNodes(n => n is not BaseTypeDeclarationSyntax).Select(Declared).Where(t => t.RawKind != 0)
            .Select(t => (t.ValueText, Scope: ScopeOf(t.Parent!))).Where(d => d.Scope is not CompilationUnitSyntax)
            .Select(d => new Inner(d.ValueText, d.Scope.Span, d.Scope.AncestorsAndSelf().Any(IsFunction))),
    ];

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax;

    private static SyntaxToken Declared(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax n => n.Identifier,
        SingleVariableDesignationSyntax n => n.Identifier,
        MethodDeclarationSyntax n => n.Identifier,
        LocalFunctionStatementSyntax n => n.Identifier,
        BaseTypeDeclarationSyntax n => n.Identifier,
        DelegateDeclarationSyntax n => n.Identifier,
        ForEachStatementSyntax n => n.Identifier,
        CatchDeclarationSyntax n => n.Identifier,
        ParameterSyntax n => n.Identifier,
        FromClauseSyntax n => n.Identifier,
        LetClauseSyntax n => n.Identifier,
        JoinClauseSyntax n => n.Identifier,
        _ => default,
    };

    private static SyntaxNode ScopeOf(SyntaxNode declaration) => declaration switch
    {
        ForEachStatementSyntax => declaration,
        MethodDeclarationSyntax or LocalFunctionStatementSyntax or BaseTypeDeclarationSyntax or DelegateDeclarationSyntax => Around(declaration.Parent!),
        _ => Around(declaration),
    };

    // Names declared within an expression hold in the whole block around it, those in the condition of an 'if' too.
    private static SyntaxNode Around(SyntaxNode node) => node.AncestorsAndSelf().First(n => n switch
    {
        CompilationUnitSyntax or QueryExpressionSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax or DelegateDeclarationSyntax => true,
        ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax or IfStatementSyntax =>
            n.Parent is IfStatementSyntax or ElseClauseSyntax or WhileStatementSyntax or CommonForEachStatementSyntax or ForStatementSyntax or DoStatementSyntax,
        StatementSyntax => true,
        _ => IsFunction(n),
    });
}
