using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hepbook.Converting.Programs;

/// <summary>A C# cell, and the changes that make it a part of a program.</summary>
internal sealed partial class ScriptCell
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    private readonly string source;
    private readonly string place;
    private readonly SourceText text;
    private readonly HashSet<int> hidden = [];
    private readonly List<TextChange> changes = [];

    private ScriptCell(string source, string place)
    {
        this.source = source;
        this.place = place;
        var code = WithoutDirectives();
        text = SourceText.From(code);
        Root = CSharpSyntaxTree.ParseText(text, Script).GetCompilationUnitRoot();
    }

    /// <summary>The cell as a script.</summary>
    public CompilationUnitSyntax Root { get; }

    /// <summary>What <c>#r</c> names.</summary>
    public List<string> References { get; } = [];

    /// <summary>What <c>#i</c> names.</summary>
    public List<string> Sources { get; } = [];

    /// <summary>The new names in the program and the names they stand for in the cell.</summary>
    public SortedDictionary<string, string> Renamed { get; } = new(StringComparer.Ordinal);

    /// <summary>The using directives; they stand at the top of a program.</summary>
    public IEnumerable<string> Usings => Root.Usings.Select(u => u.NormalizeWhitespace().ToString());

    private IEnumerable<MemberDeclarationSyntax> Types => Root.Members.Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    /// <summary>Reads a cell.</summary>
    /// <param name="source">The text of the cell.</param>
    /// <param name="place">The notebook and the number of the cell, for messages.</param>
    /// <exception cref="UserErrorException">The cell is not C#, or holds something that no program can.</exception>
    public static ScriptCell Parse(string source, string place)
    {
        var cell = new ScriptCell(source, place);
        var error = cell.Root.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        if (error is not null)
            throw cell.Wrong(error.Location.SourceSpan.Start, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var member in cell.Root.Members)
            cell.Check(member);
        cell.HideUsings();
        cell.ShowResult();
        return cell;
    }

    /// <summary>Changes the text of the cell where it stands.</summary>
    public void Change(TextSpan span, string replacement) => changes.Add(new TextChange(span, replacement));

    /// <summary>The error for something at a position.</summary>
    public UserErrorException Wrong(int position, string message) =>
        new($"{place}, line {text.Lines.GetLinePosition(position).Line + 1}: {message}");

    /// <summary>The cell as a part of the program.</summary>
    /// <param name="types">Receives the types, which stand at the end of a program.</param>
    public IEnumerable<string> Lines(List<string> types)
    {
        var lines = SourceText.From(source).WithChanges(changes.Order(Comparer<TextChange>.Create((a, b) => a.Span.CompareTo(b.Span)))).ToString().Split('\n');
        var moved = Types.Select(TypeLines).ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            if (moved.FirstOrDefault(m => m.First == i) is { Count: > 0 } type)
            {
                types.Add(string.Join('\n', lines[i..(i + type.Count)]));
                yield return ProgramMarks.Moved + types.Count;
                i += type.Count - 1;
            }
            else
            {
                yield return hidden.Contains(i) || ProgramMarks.IsMark(lines[i]) ? ProgramMarks.Hide(lines[i]) : lines[i];
            }
        }
    }

    // Directives that only notebooks know become blanks of the same length, so that positions stay.
    private string WithoutDirectives()
    {
        var lines = source.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var directive = Directive().Match(lines[i]);
            if (!directive.Success && !(lines[i].StartsWith("#!", StringComparison.Ordinal) && CellLanguage.NamedBy(lines[i]) == CellLanguage.CSharp))
                continue;
            if (directive.Groups[1].Value == "load")
                throw new UserErrorException($"{place}, line {i + 1}: #load cannot become part of a program. Copy the file's content into the cell.");
            if (directive.Success)
                (directive.Groups[1].Value == "r" ? References : Sources).Add(directive.Groups[2].Value);
            hidden.Add(i);
            lines[i] = new string(' ', lines[i].Length);
        }

        return string.Join('\n', lines);
    }

    private void Check(MemberDeclarationSyntax member)
    {
        var problem = member switch
        {
            MethodDeclarationSyntax m when m.ParameterList.Parameters.Any(p => p.Modifiers.Any(SyntaxKind.ThisKeyword)) =>
                "an extension method cannot stand in a program without a class. Make it an ordinary function.",
            MethodDeclarationSyntax m => Modifiers(m.Modifiers, SyntaxKind.StaticKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.UnsafeKeyword, SyntaxKind.ExternKeyword),
            FieldDeclarationSyntax f => Modifiers(f.Modifiers, SyntaxKind.ConstKeyword),
            GlobalStatementSyntax { Statement: ReturnStatementSyntax } => "'return' would end the program. Let the value be the last line of the cell.",
            GlobalStatementSyntax or BaseTypeDeclarationSyntax or DelegateDeclarationSyntax => null,
            _ => "only statements, functions and types can become part of a program. Make it a function or a variable.",
        };
        if (problem is not null)
            throw Wrong(member.SpanStart, problem);
    }

    private static string? Modifiers(SyntaxTokenList found, params SyntaxKind[] allowed) =>
        found.FirstOrDefault(m => !allowed.Contains(m.Kind())) is { RawKind: not 0 } other
            ? $"'{other.Text}' is not allowed on a function or variable of a program. Leave it out."
            : null;

    private void HideUsings()
    {
        foreach (var directive in Root.Usings)
        {
            var lines = text.Lines.GetLinePositionSpan(directive.Span);
            var outside = Root.Members.FirstOrDefault(m => text.Lines.GetLinePosition(m.SpanStart).Line == lines.End.Line);
            if (outside is not null)
                throw Wrong(directive.SpanStart, "give the using directive a line of its own; it moves to the top of the program.");
            hidden.UnionWith(Enumerable.Range(lines.Start.Line, lines.End.Line - lines.Start.Line + 1));
        }
    }

    // A last expression without semicolon is the cell's result. A call may return nothing, which only the compiler
    // knows: inside a lambda it may.
    private void ShowResult()
    {
        if (Root.Members.LastOrDefault() is not GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last })
            return;
        var expression = last.Expression;
        var mayBeVoid = expression is InvocationExpressionSyntax or ConditionalAccessExpressionSyntax
            && !expression.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax).OfType<AwaitExpressionSyntax>().Any();
        Change(new TextSpan(expression.SpanStart, 0), mayBeVoid ? ProgramSupport.ShowCall + "(() => " : ProgramSupport.ShowValue + "(");
        Change(new TextSpan(expression.Span.End, 0), ");");
    }

    private (int First, int Count) TypeLines(MemberDeclarationSyntax type)
    {
        var span = text.Lines.GetLinePositionSpan(type.Span);
        var first = span.Start.Line;
        while (first > 0 && text.Lines[first - 1].ToString().TrimStart().StartsWith("///", StringComparison.Ordinal))
            first--;
        var others = Root.Members.Where(m => m != type).Select(m => text.Lines.GetLinePositionSpan(m.Span));
        if (others.Any(o => o.Start.Line <= span.End.Line && o.End.Line >= span.Start.Line))
            throw Wrong(type.SpanStart, "give the type lines of its own; it moves to the end of the program.");
        return (first, span.End.Line - first + 1);
    }

    [GeneratedRegex("""^\s*#(r|i|load)\s+"([^"]*)"\s*$""")]
    private static partial Regex Directive();
}
