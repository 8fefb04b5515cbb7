using Microsoft.CodeAnalysis;

namespace Hepbook.Assistance;

/// <summary>What the compiler knows of a cell that is being typed, after the cells that ran.</summary>
/// <param name="Compilation">The cell as a continuation of the script.</param>
/// <param name="Tree">The cell's text.</param>
/// <param name="Model">The meaning of each part.</param>
internal sealed record CellView(Compilation Compilation, SyntaxTree Tree, SemanticModel Model)
{
    /// <summary>The view of a compilation; files that the cell loads come before its own text.</summary>
    public static CellView Of(Compilation compilation)
    {
        var tree = compilation.SyntaxTrees.Last();
        return new CellView(compilation, tree, compilation.GetSemanticModel(tree));
    }
}
