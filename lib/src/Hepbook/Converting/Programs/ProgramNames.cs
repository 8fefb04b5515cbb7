using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hepbook.Converting.Programs;

/// <summary>
/// Gives new names where a program does not allow what a notebook does: to declare a name again in a later cell, and to
/// use in a block a name that another cell declares.
/// </summary>
internal sealed class ProgramNames
{
    private readonly IReadOnlyList<ScriptCell> cells;
    private readonly string everything;
    private readonly HashSet<string> taken = [];

    private ProgramNames(IReadOnlyList<ScriptCell> cells)
    {
        this.cells = cells;
        everything = string.Join('\n', cells.Select(c => c.Root.ToFullString()));
    }

    /// <summary>Changes the cells where needed.</summary>
    /// <param name="cells">The cells in order.</param>
    /// <exception cref="UserErrorException">A cell declares a name twice.</exception>
    public static void Resolve(IReadOnlyList<ScriptCell> cells) => new ProgramNames(cells).Resolve();

    private void Resolve()
    {
        // Programs have a variable 'args' from the start.
        var current = new Dictionary<string, string> { ["args"] = "args" };
        var topLevel = cells.SelectMany(c => DeclaredNames.TopLevel(c.Root)).Select(t => t.ValueText).Append("args").ToHashSet();
        foreach (var cell in cells)
        {
            var declared = new HashSet<string>();
            foreach (var token in DeclaredNames.TopLevel(cell.Root))
            {
                var name = token.ValueText;
                if (!declared.Add(name))
                    throw cell.Wrong(token.SpanStart, $"'{name}' is declared twice in this cell, which a program does not allow. Give one of the two another name.");
                current[name] = current.ContainsKey(name) ? Unused(name) : name;
            }

            var inner = DeclaredNames.InnerNames(cell.Root);
            RenameInner(cell, inner, topLevel);
            foreach (var (name, replacement) in current.Where(p => p.Key != p.Value))
                Rename(cell, name, replacement, cell.Root.FullSpan, inner.Where(i => i.Name == name));
        }
    }

    private void RenameInner(ScriptCell cell, IReadOnlyList<DeclaredNames.Inner> inner, HashSet<string> topLevel)
    {
        var replacements = new Dictionary<string, string>();
        foreach (var (name, scope, _) in inner.Where(i => !i.InFunction && topLevel.Contains(i.Name)).DistinctBy(i => (i.Name, i.Scope)))
        {
            if (!replacements.TryGetValue(name, out var replacement))
                replacements[name] = replacement = Unused(name);
            Rename(cell, name, replacement, scope, inner.Where(i => i.Name == name && i.InFunction && scope.Contains(i.Scope)));
        }
    }

    private static void Rename(ScriptCell cell, string name, string replacement, TextSpan where, IEnumerable<DeclaredNames.Inner> except)
    {
        var hidden = except.Select(e => e.Scope).ToArray();
        var tokens = cell.Root.DescendantTokens(where)
            .Where(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name && where.Contains(t.Span) && !hidden.Any(h => h.Contains(t.Span)));
        foreach (var token in tokens.Where(Means))
        {
            cell.Change(token.Span, Prefix(token, name) + replacement);
            cell.Renamed[replacement] = name;
        }
    }

    // Whether a word is a name of the script, and not that of a member, an argument or a property.
    private static bool Means(SyntaxToken token) => token.Parent switch
    {
        _ when token.Parent!.Ancestors().OfType<BaseTypeDeclarationSyntax>().Any() => token.Parent is ConstructorDeclarationSyntax,
        NameSyntax { Parent: MemberAccessExpressionSyntax access } name => access.Name != name,
        NameSyntax { Parent: QualifiedNameSyntax qualified } name => qualified.Right != name,
        NameSyntax { Parent: MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax } => false,
        NameSyntax { Parent: AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax initializer } assignment } name =>
            assignment.Left != name || !(initializer.IsKind(SyntaxKind.ObjectInitializerExpression) || initializer.IsKind(SyntaxKind.WithInitializerExpression)),
        _ => true,
    };

    // Tuples and anonymous objects take the names of their members from the variables.
    private static string Prefix(SyntaxToken token, string name) => token.Parent switch
    {
        IdentifierNameSyntax { Parent: ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax tuple } } when !IsAssigned(tuple) => name + ":",
        IdentifierNameSyntax { Parent: AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } } => name + "=",
        _ => "",
    };

    private static bool IsAssigned(TupleExpressionSyntax tuple) => tuple.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == tuple,
        ArgumentSyntax { Parent: TupleExpressionSyntax outer } => IsAssigned(outer),
        ForEachVariableStatementSyntax => true,
        _ => false,
    };

    private string Unused(string name)
    {
        var number = 2;
        while (taken.Contains(name + number) || Regex.IsMatch(everything, $@"\b{Regex.Escape(name + number)}\b"))
            number++;
        taken.Add(name + number);
        return name + number;
    }
}
