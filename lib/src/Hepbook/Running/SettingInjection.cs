using System.Text.Json.Nodes;
using Hepbook.Engine;
using Hepbook.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hepbook.Running;

/// <summary>
/// Turns settings given on the command line into a cell that runs right after the cell tagged <c>parameters</c>, and
/// is kept in the executed notebook with the tag <c>injected-parameters</c>.
/// </summary>
internal static class SettingInjection
{
    /// <summary>The tag of the cell that declares the settings.</summary>
    public const string ParametersTag = "parameters";

    /// <summary>The tag of the cell made here.</summary>
    public const string InjectedTag = "injected-parameters";

    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    /// <summary>Checks the names before anything runs, and removes the cell that an earlier run injected.</summary>
    /// <param name="notebook">The notebook, changed in place.</param>
    /// <param name="path">Its name in messages.</param>
    /// <param name="settings">The settings.</param>
    /// <returns>The cell tagged <c>parameters</c>; null if there are no settings to inject.</returns>
    /// <exception cref="UserErrorException">There is no such cell, or it declares no variable of a name.</exception>
    public static NotebookCell? Prepare(Notebook notebook, string path, IReadOnlyList<SettingOverride> settings)
    {
        notebook.Cells.RemoveAll(c => c.Tags.Contains(InjectedTag));
        if (settings.Count == 0)
            return null;
        var cell = notebook.CodeCells.FirstOrDefault(c => c.Tags.Contains(ParametersTag))
            ?? throw new UserErrorException($"{path}: --set {settings[0].Name}: the notebook has no cell tagged '{ParametersTag}', so nothing can be set.");
        var known = Declared(cell.Source);
        foreach (var setting in settings.Where(s => !known.Contains(s.Name)))
            throw new UserErrorException(
                $"{path}: --set {setting.Name}: there is no setting of this name. Known: {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
        return cell;
    }

    /// <summary>Makes the injected cell, once the parameters cell has run and the types are known.</summary>
    public static NotebookCell Cell(IReadOnlyList<SettingOverride> settings, IScriptVariables variables)
    {
        var lines = settings.Select(s => $"{s.Name} = {Literal(s.Value, variables.TypeOf(s.Name))};");
        return new NotebookCell
        {
            Id = NotebookCell.NewId(),
            Kind = CellKind.Code,
            Source = "// Set on the command line.\n" + string.Join('\n', lines),
            Metadata = new JsonObject { ["tags"] = new JsonArray(InjectedTag) },
        };
    }

    /// <summary>The message for a setting whose value does not fit the variable.</summary>
    public static UserErrorException WrongType(string path, IReadOnlyList<SettingOverride> settings, IScriptVariables variables, CellError error)
    {
        // The injected cell begins with a comment, so setting i stands on line i + 2.
        var setting = settings[Math.Clamp((error.Line ?? 2) - 2, 0, settings.Count - 1)];
        var type = variables.TypeOf(setting.Name)?.Name ?? "another type";
        return new UserErrorException($"{path}: --set {setting.Name}={setting.Value}: the value does not fit; '{setting.Name}' is of type {type}. ({error.Message})");
    }

    /// <summary>The C# text of a value: a literal stays what it is, anything else becomes a string.</summary>
    /// <param name="text">The value as typed.</param>
    /// <param name="type">The variable's type; null if unknown.</param>
    internal static string Literal(string text, Type? type)
    {
        var expression = SyntaxFactory.ParseExpression(text, options: Script);
        var literal = !expression.ContainsDiagnostics && expression.FullSpan.Length == text.Length && IsLiteral(expression);
        var quoted = SymbolDisplay.FormatLiteral(text, quote: true);
        if (type == typeof(string))
            return literal && expression.IsKind(SyntaxKind.StringLiteralExpression) ? text : quoted;
        if (!literal)
            return quoted;
        // 0.5 is a double; the two types it does not convert to by itself get their suffix.
        var isNumber = char.IsAsciiDigit(text[^1]) || text[^1] == '.';
        return isNumber && type == typeof(float) ? text.TrimEnd('.') + "f" : isNumber && type == typeof(decimal) ? text.TrimEnd('.') + "m" : text;
    }

    private static bool IsLiteral(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax => true,
        PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } prefix => prefix.OperatorToken.Kind() is SyntaxKind.MinusToken or SyntaxKind.PlusToken,
        CollectionExpressionSyntax list => list.Elements.All(e => e is ExpressionElementSyntax { Expression: var item } && IsLiteral(item)),
        _ => false,
    };

    private static List<string> Declared(string source) =>
    [
        .. CSharpSyntaxTree.ParseText(source.StartsWith("#!", StringComparison.Ordinal) ? "//" + source : source, Script).GetCompilationUnitRoot().Members
            .OfType<FieldDeclarationSyntax>().SelectMany(f => f.Declaration.Variables).Select(v => v.Identifier.ValueText).Distinct(),
    ];
}
