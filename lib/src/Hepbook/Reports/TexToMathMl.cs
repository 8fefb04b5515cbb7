using System.Net;
using System.Text;

namespace Hepbook.Reports;

/// <summary>
/// Translates the TeX that notebooks commonly use into MathML, which browsers draw without any script. A formula with an
/// unknown command comes out as its TeX source.
/// </summary>
internal sealed class TexToMathMl
{
    private static readonly HashSet<string> AlphabetCommands = ["mathcal", "mathscr", "mathbb", "mathbf", "boldsymbol", "bm"];
    private static readonly HashSet<string> UprightCommands = ["mathrm", "text", "textrm", "operatorname", "mathsf", "mathtt", "textbf", "textit", "mathit", "mbox"];
    private static readonly HashSet<string> SizeCommands = ["big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "displaystyle", "textstyle", "limits", "nolimits", "middle"];

    private readonly string tex;
    private readonly bool display;
    private int position;

    private TexToMathMl(string tex, bool display)
    {
        this.tex = tex;
        this.display = display;
    }

    /// <summary>Translates a formula.</summary>
    /// <param name="tex">The TeX source without dollar signs.</param>
    /// <param name="display">Whether it stands on its own line.</param>
    /// <returns>A <c>math</c> element, or a <c>code</c> element with the source.</returns>
    public static string Convert(string tex, bool display)
    {
        var parser = new TexToMathMl(tex.Trim(), display);
        try
        {
            var body = parser.Row("");
            if (parser.position < parser.tex.Length)
                throw new FormatException("unbalanced");
            return $"<math{(display ? " display=\"block\"" : "")}>{body}</math>";
        }
        catch (FormatException)
        {
            return $"<code class=\"math\">{WebUtility.HtmlEncode(tex.Trim())}</code>";
        }
    }

    // Reads items up to one of the given ends, which stays unread.
    private string Row(string ends)
    {
        var html = new StringBuilder("<mrow>");
        while (SkipSpaces() && ends.IndexOf(tex[position], StringComparison.Ordinal) < 0 && !AtCommand("right") && !AtCommand("end") && !AtCommand("\\"))
        {
            if (tex[position] is '}' or '&')
                throw new FormatException("unbalanced");
            html.Append(Scripted());
        }

        return html.Append("</mrow>").ToString();
    }

    // One item with its subscript and superscript.
    private string Scripted()
    {
        var start = position;
        var item = tex[position] is '_' or '^' ? "<mrow></mrow>" : Item();
        var stacked = display && IsStacked(start);
        string? below = null, above = null;
        while (SkipSpaces())
        {
            if (tex[position] == '_' && below is null)
                below = Script();
            else if (tex[position] == '^')
                above += Script();
            else if (tex[position] == '\'')
                above += Prime();
            else
                break;
        }

        return (below, above) switch
        {
            (null, null) => item,
            (_, null) => stacked ? $"<munder>{item}{below}</munder>" : $"<msub>{item}{below}</msub>",
            (null, _) => stacked ? $"<mover>{item}<mrow>{above}</mrow></mover>" : $"<msup>{item}<mrow>{above}</mrow></msup>",
            _ => stacked ? $"<munderover>{item}{below}<mrow>{above}</mrow></munderover>" : $"<msubsup>{item}{below}<mrow>{above}</mrow></msubsup>",
        };
    }

    private bool IsStacked(int start)
    {
        if (tex[start] != '\\')
            return false;
        var end = start + 1;
        while (end < tex.Length && char.IsAsciiLetter(tex[end]))
            end++;
        var command = tex[(start + 1)..end];
        return TexSymbols.Large.ContainsKey(command) || TexSymbols.LimitFunctions.Contains(command);
    }

    private string Script()
    {
        position++;
        return Argument();
    }

    private string Prime()
    {
        position++;
        return "<mo>′</mo>";
    }

    // A group in braces, or one item.
    private string Argument()
    {
        if (!SkipSpaces())
            throw new FormatException("missing argument");
        // x^12 is x to the power 1, followed by a 2.
        if (char.IsAsciiDigit(tex[position]))
            return $"<mn>{tex[position++]}</mn>";
        return tex[position] == '{' ? Group() : Item();
    }

    private string Group()
    {
        Expect('{');
        var row = Row("}");
        Expect('}');
        return row;
    }

    private string Item()
    {
        var c = tex[position];
        if (c == '{')
            return Group();
        if (c == '\\')
            return Command();
        if (char.IsAsciiDigit(c) || (c == '.' && position + 1 < tex.Length && char.IsAsciiDigit(tex[position + 1])))
            return Number();
        position++;
        if (char.IsLetter(c))
            return $"<mi>{c}</mi>";
        return c switch
        {
            '-' => "<mo>−</mo>",
            '*' => "<mo>∗</mo>",
            '\'' => "<mo>′</mo>",
            '~' => Space("0.33em"),
            '|' => "<mo stretchy=\"false\">|</mo>",
            '(' or ')' or '[' or ']' or '/' => $"<mo stretchy=\"false\">{c}</mo>",
            '$' or '#' or '%' => throw new FormatException("unexpected character"),
            _ => $"<mo>{WebUtility.HtmlEncode(c.ToString())}</mo>",
        };
    }

    private string Number()
    {
        var start = position;
        while (position < tex.Length && (char.IsAsciiDigit(tex[position]) || (tex[position] == '.' && position + 1 < tex.Length && char.IsAsciiDigit(tex[position + 1]))))
            position++;
        return $"<mn>{tex[start..position]}</mn>";
    }

    private string Command()
    {
        var name = CommandName();
        if (TexSymbols.Letters.TryGetValue(name, out var letter))
            return $"<mi>{letter}</mi>";
        if (TexSymbols.Operators.TryGetValue(name, out var symbol))
            return $"<mo stretchy=\"false\">{WebUtility.HtmlEncode(symbol)}</mo>";
        if (TexSymbols.Large.TryGetValue(name, out symbol) || TexSymbols.Integrals.TryGetValue(name, out symbol))
            return $"<mo>{symbol}</mo>";
        if (TexSymbols.Functions.Contains(name) || TexSymbols.LimitFunctions.Contains(name))
            return $"<mi>{name}</mi>" + (SkipSpaces() && tex[position] is not ('_' or '^' or '(') && TexSymbols.Functions.Contains(name) ? Space("0.17em") : "");
        if (TexSymbols.Spaces.TryGetValue(name, out var width))
            return Space(width);
        if (TexSymbols.Accents.TryGetValue(name, out var accent))
            return $"<mover accent=\"true\">{Argument()}<mo{(name.StartsWith("wide", StringComparison.Ordinal) || name.StartsWith("over", StringComparison.Ordinal) ? "" : " stretchy=\"false\"")}>{accent}</mo></mover>";
        if (AlphabetCommands.Contains(name))
            return $"<mi>{TexSymbols.Alphabet(name, LettersArgument())}</mi>";
        if (UprightCommands.Contains(name))
            return $"<mtext>{WebUtility.HtmlEncode(TextArgument().Replace("\\_", "_", StringComparison.Ordinal).Replace(' ', '\u00a0'))}</mtext>";
        if (SizeCommands.Contains(name))
            return "";
        return name switch
        {
            "frac" or "dfrac" or "tfrac" => $"<mfrac>{Argument()}{Argument()}</mfrac>",
            "binom" => $"<mrow><mo>(</mo><mfrac linethickness=\"0\">{Argument()}{Argument()}</mfrac><mo>)</mo></mrow>",
            "sqrt" => Root(),
            "left" => Fenced(),
            "begin" => TexEnvironment(),
            "overset" or "stackrel" => Stacked("mover"),
            "underset" => Stacked("munder"),
            "underline" => $"<munder>{Argument()}<mo>_</mo></munder>",
            "not" => Negated(),
            " " => Space("0.33em"),
            "|" => "<mo stretchy=\"false\">‖</mo>",
            "{" or "}" or "%" or "&" or "#" or "_" or "$" => $"<mo stretchy=\"false\">{WebUtility.HtmlEncode(name)}</mo>",
            _ => throw new FormatException("unknown command " + name),
        };
    }

    private string Root()
    {
        if (!SkipSpaces() || tex[position] != '[')
            return $"<msqrt>{Argument()}</msqrt>";
        position++;
        var degree = Row("]");
        Expect(']');
        return $"<mroot>{Argument()}{degree}</mroot>";
    }

    private string Stacked(string element)
    {
        var extra = Argument();
        return $"<{element}>{Argument()}{extra}</{element}>";
    }

    private string Negated() => Argument() switch
    {
        var inner when inner.EndsWith("</mo>", StringComparison.Ordinal) => inner[..^"</mo>".Length] + "\u0338</mo>",
        _ => throw new FormatException("\\not"),
    };

    private string Fenced()
    {
        var open = Delimiter();
        var row = Row("");
        if (!AtCommand("right"))
            throw new FormatException("\\left without \\right");
        CommandName();
        return $"<mrow>{Fence(open)}{row}{Fence(Delimiter())}</mrow>";
    }

    private static string Fence(string delimiter) => delimiter == "." ? "" : $"<mo fence=\"true\" stretchy=\"true\">{WebUtility.HtmlEncode(delimiter)}</mo>";

    private string Delimiter()
    {
        if (!SkipSpaces())
            throw new FormatException("missing delimiter");
        if (tex[position] != '\\')
            return tex[position++].ToString();
        var name = CommandName();
        return name switch
        {
            "{" or "}" => name,
            "|" => "‖",
            _ => TexSymbols.Operators.TryGetValue(name, out var symbol) ? symbol : throw new FormatException("delimiter"),
        };
    }

    private string TexEnvironment()
    {
        var name = TextArgument();
        var kind = name.TrimEnd('*');
        var (open, close, align) = kind switch
        {
            "matrix" => (".", ".", "center"),
            "pmatrix" => ("(", ")", "center"),
            "bmatrix" => ("[", "]", "center"),
            "vmatrix" => ("|", "|", "center"),
            "cases" => ("{", ".", "left"),
            "aligned" or "align" or "split" or "gathered" or "equation" => (".", ".", "aligned"),
            _ => throw new FormatException("environment " + name),
        };
        var table = new StringBuilder("<mtr><mtd>");
        while (true)
        {
            table.Append(Row("&"));
            if (position < tex.Length && tex[position] == '&')
            {
                position++;
                table.Append("</mtd><mtd>");
            }
            else if (AtCommand("\\"))
            {
                CommandName();
                table.Append("</mtd></mtr><mtr><mtd>");
            }
            else if (AtCommand("end"))
            {
                break;
            }
            else
            {
                throw new FormatException("environment without end");
            }
        }

        CommandName();
        if (TextArgument() != name)
            throw new FormatException("environments cross");
        return $"<mrow>{Fence(open)}<mtable class=\"{align}\">{table}</mtd></mtr></mtable>{Fence(close)}</mrow>";
    }

    private string LettersArgument()
    {
        var text = SkipSpaces() && tex[position] == '{' ? TextArgument().Trim() : Item().Split('>')[1].Split('<')[0];
        return text.StartsWith('\\') ? TexSymbols.Letters.GetValueOrDefault(text[1..]) ?? throw new FormatException("alphabet") : text;
    }

    private string TextArgument()
    {
        SkipSpaces();
        Expect('{');
        var end = tex.IndexOf('}', position);
        if (end < 0)
            throw new FormatException("missing }");
        var text = tex[position..end];
        position = end + 1;
        return text.Contains('{', StringComparison.Ordinal) ? throw new FormatException("nested text") : text;
    }

    private bool AtCommand(string name) =>
        string.CompareOrdinal(tex, position, "\\" + name, 0, name.Length + 1) == 0
        && (position + name.Length + 1 >= tex.Length || name == "\\" || !char.IsAsciiLetter(tex[position + name.Length + 1]));

    private string CommandName()
    {
        var start = ++position;
        while (position < tex.Length && char.IsAsciiLetter(tex[position]))
            position++;
        if (position == start && position < tex.Length)
            position++;
        return tex[start..position] is { Length: > 0 } name ? name : throw new FormatException("a backslash at the end");
    }

    private bool SkipSpaces()
    {
        while (position < tex.Length && char.IsWhiteSpace(tex[position]))
            position++;
        return position < tex.Length;
    }

    private void Expect(char c)
    {
        if (!SkipSpaces() || tex[position] != c)
            throw new FormatException("expected " + c);
        position++;
    }

    private static string Space(string width) => $"<mspace width=\"{width}\"></mspace>";
}
